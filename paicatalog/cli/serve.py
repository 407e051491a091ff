"""`paicatalog serve`: the site on this machine, rebuilt when a file changes."""

import os
import subprocess
import sys
from pathlib import Path

import click

from paicatalog.cli.mkdocs_yml import QUIET, config_file_option, read_config


@click.command()
@config_file_option
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve on.")
def serve(config_file: Path, address: str) -> None:
    """Serve the site on this machine and rebuild it when a file changes."""
    read_config(config_file)
    # Said outright: newer releases of click lose MkDocs' default for this switch.
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-f", str(config_file), "-a", address]
    try:
        sys.exit(subprocess.run(command, check=False, env={**os.environ, **QUIET}).returncode)
    except KeyboardInterrupt:
        sys.exit(0)
