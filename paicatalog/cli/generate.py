"""`paicatalog generate`: fill the catalog into a site that another generator built."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from paicatalog import pipeline
from paicatalog.cli import main
from paicatalog.cli.config_file import WrongConfiguration, config_file_option, read_config
from paicatalog.cli.files.site_folder import SiteFolder, site_folder
from paicatalog.config import Config, ConfigError
from paicatalog.protocol.finding import Severity
from paicatalog.site.built_site.fill import Filled, UnusableSiteError, fill
from paicatalog.site.built_site.record import Record, files_in
from paicatalog.site.built_site.shell_page import MARKDOWN
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page
from paicatalog.site.pages.command_page import URL as COMMANDS_URL
from paicatalog.site.pages.command_page import command_page
from paicatalog.site.pages.home_page import GUIDES
from paicatalog.site.pages.redirects import Redirect, redirects
from paicatalog.site.site import Site
from paicatalog.site.theme.language import gettext, in_language


@click.command()
@config_file_option
@click.option("--into", "path", metavar="SITE", type=click.Path(path_type=Path), help="The folder of the built site.")
@click.option("--shell", is_flag=True, help="Print the page for the docs that shows where the catalog's pages go.")
@click.option("--strict", is_flag=True, help="Fail on an error in any protocol file and on any warning.")
def generate(config_file: Path, path: Path | None, shell: bool, strict: bool) -> None:
    """Fill the catalog into a site that another generator built from the same docs.

    Save the page that `--shell` prints in the docs, as `catalog/index.md`, and build the site; `--into` then makes all
    pages of the catalog in the look of that page. The site is replaced in one step: a failure changes nothing. No file
    of the generator is overwritten. Exit codes: 0 filled, 1 `--strict` found something, 2 wrong use or configuration.
    """
    if shell == bool(path):
        raise click.UsageError("Name the folder of the built site with `--into`, or print the page with `--shell`.")
    if path is None:
        click.echo(MARKDOWN, nl=False)
        return
    config = read_config(config_file)
    with site_folder(path, config, option="--into", extends=True) as folder, in_language(config.language):
        context = pipeline.load(config)
        filled, warnings = _filled(folder, path, context)
        if errors := sum(f.severity is Severity.ERROR for found in context.findings.values() for f in found):
            number = "1 error" if errors == 1 else f"{errors:,} errors"
            warnings = [f"{number} in protocol files. Run `paicatalog validate` to see them.", *warnings]
        for warning in warnings:
            click.echo(f"Warning: {warning}", err=True)
        if strict and warnings:
            click.echo(f"The catalog was not filled in. {path} is as it was.", err=True)
            sys.exit(1)
        folder.replace_last()
    click.echo(f"The catalog is in {path}: {filled.pages:,} pages.")


def _filled(folder: SiteFolder, path: Path, context: SiteContext) -> tuple[Filled, Sequence[str]]:
    """Write the new site, and return what was written with the warnings. Raises WrongConfiguration."""
    clashes: list[str] = []

    def warn(own: str, url: str) -> None:
        clashes.append(
            f"{path / own} was written by your generator, so the catalog's own {url} is not on the site: "
            "rename it in the docs."
        )

    last = Record.read(folder.path)
    try:
        folder.copy_last([*last.written(folder.path)])
        site = Site.of(context)
        filled = fill(
            site,
            folder.new,
            last,
            main_pages=_main_pages(site, folder.new),
            redirects=_redirects(context.config, context, folder.new),
            warn=warn,
        )
    except (UnusableSiteError, ConfigError) as error:
        raise WrongConfiguration(f"{path}: {error}") from error
    except OSError as error:
        raise WrongConfiguration(f"{error.filename or path} cannot be copied: {error.strerror}.") from error
    return filled, [*clashes, *_remarks(filled)]


def _main_pages(site: Site, folder: Path) -> Sequence[Page]:
    places = {name: (f"guides/{name}/", f"guides/{name}.html") for name in GUIDES}
    guides = {name: next((url for url in urls if (folder / url).exists()), "") for name, urls in places.items()}
    # The theme adds the site's name to every title, and that is the home page's own.
    pages = (page if page.url else replace(page, title=gettext("Home")) for page in site.main_pages(guides))
    return (*pages, command_page(main))


def _redirects(config: Config, context: SiteContext, folder: Path) -> Sequence[Redirect]:
    others = {COMMANDS_URL, *(name.removesuffix("index.html") for name in files_in(folder))}
    return redirects(config.redirects, context.catalog, docs_dir=config.docs_dir, others=others)


def _remarks(filled: Filled) -> Sequence[str]:
    """Return what the user may want to change."""
    moved = (
        f"The page {filled.removed} is not on the site any more, and menus may still link to it: save it as "
        "`catalog/index.md` in the docs, where the catalog's own page takes its place."
    )
    return [moved] if filled.removed else []
