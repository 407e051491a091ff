"""The instructions for running a job on each platform with each deployment, in the form that templates read."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from paicatalog.catalog.component import Component
from paicatalog.protocol.check import find_problems
from paicatalog.publishing.published_catalog import PublishedFile
from paicatalog.reproduce.folder.readme import folder_files
from paicatalog.reproduce.instructions import File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.platforms import PLATFORMS, Platform
from paicatalog.site.build_context import PageLinks
from paicatalog.site.pages.component.job_commands import Target, code_html

Item = TypeVar("Item")
Source = TypeVar("Source", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ForDeployments(Generic[Item]):
    """An item that is shown while certain deployments of the job are selected."""

    item: Item
    deployments: str
    """The numbers of these deployments, "0 2"; "" for an item of all deployments."""
    hidden: bool
    """Whether it is hidden initially, when the first deployment is selected."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the instructions; `html` is the code to copy, "" if there is none."""

    id: str
    text: str
    html: Markup


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of the exported folder, in which the steps are carried out."""

    id: str
    name: str
    html: Markup
    executable: bool


@dataclass(frozen=True, slots=True)
class PlatformView:
    """The instructions for one platform, or the reasons why the job cannot run there (`refusals`)."""

    id: str
    title: str
    archive: str
    """The name of the exported folder: `train-docker`."""
    steps: tuple[ForDeployments[StepView], ...]
    files: tuple[ForDeployments[FileView], ...]
    untranslated: tuple[ForDeployments[Untranslated], ...]
    refusals: tuple[ForDeployments[str], ...]


def platforms(
    component: Component,
    bundle: PublishedFile | None,
    links: PageLinks,
    target: Target,
    *,
    deployments: Sequence[str | None],
) -> tuple[PlatformView, ...]:
    """Return the instructions for all platforms, in the order of `PLATFORMS`.

    `bundle` is the job with its shared components inlined; None if its own file is self-contained. `deployments` begins
    with the job's default deployment, None if it has no default.
    """
    if bundle and find_problems(bundle.data):
        return ()  # inlining a shared component can make a job invalid; self-contained files are checked already
    requests = [
        _request(component, bundle, links, deployment=name if number else None)
        for number, name in enumerate(deployments or [None])
    ]
    return tuple(_view(platform, requests, target) for platform in PLATFORMS.values() if platform.on_job_pages)


def _request(
    component: Component, bundle: PublishedFile | None, links: PageLinks, *, deployment: str | None
) -> Request:
    config, addresses = links.build.context.config, links.build.addresses
    site = config.site_url
    source = bundle.source if bundle else component.document.source if component.document else None
    return Request(
        data=bundle.data if bundle else component.data,
        text=source.text if source else "",
        name=component.name,
        cluster=config.cluster.rstrip("/"),
        file_url=f"{site}{addresses.raw(component.identity)}" if site else "",
        needs_bundling=bundle is not None,
        bundled_url=f"{site}{addresses.bundled(component.identity)}" if site and bundle else "",
        deployment=deployment,
    )


def _view(platform: Platform, requests: Sequence[Request], target: Target) -> PlatformView:
    found = [platform.instruct(request) for request in requests]
    steps = _by_deployment([each.steps for each in found])
    files = _by_deployment([_folder(each, request) for each, request in zip(found, requests, strict=True)])
    return PlatformView(
        id=f"on-{platform.id}",
        title=platform.title,
        archive=f"{requests[0].file_stem}-{platform.id}",
        steps=tuple(
            _replace_item(each, _step(f"{platform.id}-{at}", each.item, target)) for at, each in enumerate(steps, 1)
        ),
        files=tuple(
            _replace_item(each, _file(f"{platform.id}-file-{at}", each.item)) for at, each in enumerate(files, 1)
        ),
        untranslated=_by_deployment([each.untranslated for each in found]),
        refusals=_by_deployment([_refusals(each) for each in found]),
    )


def _folder(found: Instructions, request: Request) -> tuple[File, ...]:
    return () if found.refusal else folder_files(found, request)


def _refusals(found: Instructions) -> tuple[str, ...]:
    return (found.refusal,) if found.refusal else ()


def _by_deployment(items_by_deployment: Sequence[Iterable[Source]]) -> tuple[ForDeployments[Source], ...]:
    """Return each distinct item once, with the numbers of the deployments that have it."""
    numbers: dict[Source, list[int]] = {}
    for number, items in enumerate(items_by_deployment):
        for item in items:
            numbers.setdefault(item, []).append(number)
    return tuple(
        ForDeployments(
            item, "" if len(own) == len(items_by_deployment) else " ".join(map(str, own)), hidden=0 not in own
        )
        for item, own in numbers.items()
    )


def _replace_item(entry: ForDeployments[Any], item: Item) -> ForDeployments[Item]:
    return ForDeployments(item, entry.deployments, entry.hidden)


def _step(id_: str, step: Step, target: Target) -> StepView:
    return StepView(id_, step.text, code_html("", step.code, target) if step.code else Markup(""))


def _file(id_: str, file: File) -> FileView:
    return FileView(id_, file.name, code_html("", file.content, _no_target), file.executable)


def _no_target(_role: str, _reference: str) -> str:
    """Return "" for all references: exported files are on a separate page, without the sources of their values."""
    return ""
