"""Bundling the given job with the shared components that it refers to by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from paicatalog import pipeline
from paicatalog.catalog.bundle import (
    BundledComponent,
    bundle_text,
    bundled_components,
    missing_components,
    needs_bundling,
)
from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component, Identity
from paicatalog.catalog.embedded_prerequisite import prerequisites_of
from paicatalog.catalog.linking import build_catalog
from paicatalog.cli.config_file import WrongConfiguration, is_given, read_config
from paicatalog.cli.files.job_file import end_with_problems
from paicatalog.cli.say import say
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse
from paicatalog.real_path import real_path
from paicatalog.rules.wording import suggestion

catalog_option = click.option(
    "--catalog",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder of shared components, instead of the catalog of `mkdocs.yml`.",
)


@dataclass(frozen=True, slots=True)
class SelfContained:
    """A job bundled with its shared components."""

    job: Component
    """The job as written in its own file."""
    document: Document
    """The bundled job, valid or not."""
    used: tuple[BundledComponent, ...]
    """The shared components that were inserted, in the order of the file, with their secrets masked."""


def self_contained(document: Document, *, folder: Path | None, config_file: Path) -> SelfContained:
    """Return the job bundled with its shared components.

    They are searched in `folder`, else in the catalog of `config_file` if it exists, else in the catalog that contains
    the job's file. Exit if the job is invalid or a component is missing.
    """
    alone = build_catalog([document])
    job = _job(alone)
    if job is None:
        end_with_problems(document)
    if not any(item.bare for item in prerequisites_of(job)):
        return SelfContained(job, document, ())
    folder = _folder(folder, config_file, Path(document.source.path))
    catalog = pipeline.link_with(document, folder, shown_from=Path.cwd()) if folder else alone
    _require_complete(job, catalog, folder)
    if not needs_bundling(job, catalog):
        return SelfContained(job, document, ())
    text = bundle_text(job, catalog)
    return SelfContained(job, parse(SourceFile(document.source.path, text.encode())), bundled_components(job, catalog))


def _job(catalog: Catalog) -> Component | None:
    return next(iter(catalog.of_type(ComponentType.JOB)), None)


def _folder(folder: Path | None, config_file: Path, file: Path) -> Path | None:
    if folder is not None:
        if not folder.is_dir():
            raise click.UsageError(f"There is no folder {folder}: name the one that has the shared components.")
        return folder
    if is_given("config_file") or config_file.is_file():
        return read_config(config_file).catalog_dir
    return _catalog_above(file, config_file.name)


def _catalog_above(file: Path, name: str) -> Path | None:
    """Return the catalog folder that contains the file, by the nearest configuration above it, or None."""
    for parent in real_path(file).parents:
        if (parent / name).is_file():
            try:
                found = read_config(parent / name).catalog_dir
            except WrongConfiguration:
                return None
            return found if real_path(file).is_relative_to(real_path(found)) else None
    return None


def _require_complete(job: Component, catalog: Catalog, folder: Path | None) -> None:
    """Print a message for each missing component, and raise WrongConfiguration if there is any."""
    missing = [identity for _, identity in missing_components(job, catalog)]
    if not missing:
        return
    for identity in missing:
        say(f"{job.path} takes {_description(identity)} from a catalog{_why(identity, catalog, folder)}", err=True)
    raise WrongConfiguration("The job is not complete without." if len(missing) == 1 else "The job needs them all.")


def _why(identity: Identity, catalog: Catalog, folder: Path | None) -> str:
    if folder is None:
        return ", and there is none here: name its folder with `--catalog`, or go to the folder of its `mkdocs.yml`."
    known = {part.name for part in catalog.of_type(identity.type) if not part.derived}
    if identity.name in known:
        versions = [part.version for part in catalog.versions_of(identity.type, identity.name) if part.version]
        return f", and {folder} has no such version. {suggestion(identity.version, versions)}".rstrip()
    return f", and {folder} has none of that name. {_near(identity.name, known)}".rstrip()


def _near(name: str, known: Iterable[str]) -> str:
    return suggestion(name, sorted(known))


def _description(identity: Identity) -> str:
    version = f" in version {identity.version}" if identity.version else ""
    return f"the {identity.type} `{identity.name}`{version}"
