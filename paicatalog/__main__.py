"""`python -m paicatalog`."""

from paicatalog.cli import main

main(prog_name="paicatalog")
