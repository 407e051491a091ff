"""`paicatalog build`: build the site and replace the last one, or keep that if the build fails."""

import sys
from pathlib import Path

import click

from paicatalog.cli.config_file import config_file_option, read_config
from paicatalog.cli.files.site_folder import SiteFolder, site_folder
from paicatalog.cli.mkdocs_process import run_mkdocs
from paicatalog.cli.say import say


@click.command()
@config_file_option
@click.option("--strict", is_flag=True, help="Fail on an error in any protocol file and on any MkDocs warning.")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Build into this folder.")
def build(config_file: Path, strict: bool, site_dir: Path | None) -> None:
    """Build the site.

    The site is built beside the last one and takes its place only when it is whole: a failed build changes nothing.
    Only a site that this command wrote is replaced, and files of yours at the top of its folder stay.
    """
    config = read_config(config_file)
    with site_folder(site_dir or config.site_dir, config) as folder:
        command = ["build", "-f", str(config_file), "-d", str(folder.new), *(["--strict"] if strict else [])]
        if code := run_mkdocs(command, config.root, warnings_only=True):
            _fail(folder, code)
        folder.replace_last()
    say(f"The site is in {folder.path}")


def _fail(folder: SiteFolder, code: int) -> None:
    """Exit with 2 for a wrong configuration, as MkDocs did if a signal ended it, else with 1.

    MkDocs always exits with 1, but does not create the folder before its configuration is valid.
    """
    kept = f" {folder.path} is as it was." if folder.path.exists() else ""
    say(f"The site was not built.{kept}", err=True)
    sys.exit(code if code > 128 else 1 if folder.new.exists() else 2)
