"""The published form of protocol files: without literal secrets. It is made once, and nothing above reads another.

Begin with `published_catalog.py`, from which the site is made, and `reported_file.py`, which reports of findings show.
Only modules of this package mask secrets (`masking.py`); `site`, `reproduce` and `report` may not import that module or
the rules' detection of secrets, which import-linter enforces.
"""
