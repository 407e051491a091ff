"""`paicatalog build`: the whole site, or the last one left as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from paicatalog.cli.mkdocs_yml import QUIET, config_file_option, read_config


@click.command()
@config_file_option
@click.option("--strict", is_flag=True, help="Fail on an error in any protocol file and on any MkDocs warning.")
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Build into this folder.")
def build(config_file: Path, strict: bool, site_dir: Path | None) -> None:
    """Build the site.

    The site is built beside the last one and takes its place only when it is whole: a failed build changes nothing.
    """
    config = read_config(config_file)
    target = (site_dir or config.site_dir).absolute()
    fresh = target.with_name(f"{target.name}.building")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config_file), "-d", str(fresh)]
    done = subprocess.run([*command, *(["--strict"] if strict else [])], check=False, env={**os.environ, **QUIET})
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        kept = f" {target} is as it was." if target.exists() else ""
        click.echo(f"The site was not built.{kept}", err=True)
        sys.exit(1)
    _take_place(fresh, target)
    click.echo(f"The site is in {target}")


def _take_place(fresh: Path, target: Path) -> None:
    last = target.with_name(f"{target.name}.last")
    shutil.rmtree(last, ignore_errors=True)
    if target.exists():
        target.rename(last)
    fresh.rename(target)
    shutil.rmtree(last, ignore_errors=True)
