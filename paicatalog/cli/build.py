"""`paicatalog build`: build the site and replace the last one, or keep that if the build fails."""

import sys
from pathlib import Path

import click

from paicatalog.cli.config_file import config_file_option, read_config
from paicatalog.cli.files.site_folder import SiteFolder
from paicatalog.cli.mkdocs_process import run_mkdocs


@click.command()
@config_file_option
@click.option("--strict", is_flag=True, help="Fail on an error in any protocol file and on any MkDocs warning.")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Build into this folder.")
def build(config_file: Path, strict: bool, site_dir: Path | None) -> None:
    """Build the site.

    The site is built beside the last one and takes its place only when it is whole: a failed build changes nothing.
    """
    config = read_config(config_file)
    folder = SiteFolder.prepare(site_dir or config.site_dir, config)
    command = ["build", "-f", str(config_file), "-d", str(folder.new), *(["--strict"] if strict else [])]
    try:
        if run_mkdocs(command, config.root, warnings_only=True) != 0:
            _fail(folder)
        folder.replace_last()
    finally:
        folder.clean_up()
    click.echo(f"The site is in {folder.path}")


def _fail(folder: SiteFolder) -> None:
    """Exit with 2 for a wrong configuration, else 1.

    MkDocs always exits with 1, but does not create the folder before its configuration is valid.
    """
    kept = f" {folder.path} is as it was." if folder.path.exists() else ""
    click.echo(f"The site was not built.{kept}", err=True)
    sys.exit(1 if folder.new.exists() else 2)
