"""The instructions to run a job again, as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from paicatalog.catalog.component import Component
from paicatalog.protocol.check import check
from paicatalog.reproduce.instructions import Instructions, Step, Untranslated
from paicatalog.reproduce.platforms import PLATFORMS
from paicatalog.reproduce.request import Request
from paicatalog.site.commands import Target, code_html
from paicatalog.site.setting import PageLinks


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing to do; `html` is "" where there is nothing to copy."""

    id: str
    text: str
    html: Markup


@dataclass(frozen=True, slots=True)
class PlatformView:
    """How to run the job on one platform, or why that cannot be (`refusal`, else "")."""

    id: str
    title: str
    steps: tuple[StepView, ...]
    untranslated: tuple[Untranslated, ...]
    refusal: str


def platforms(
    component: Component, data: Mapping[str, Any], links: PageLinks, target: Target, *, bundled: bool
) -> tuple[PlatformView, ...]:
    """Return the instructions for every platform, in the order they are known.

    `data` is the job's with its shared components inlined and its secrets masked; `bundled` says whether that
    differs from its file.
    """
    if bundled and check(data):
        return ()  # a shared component may hold what a job may not; a file that stands alone is checked already
    request = _request(component, data, links, bundled=bundled)
    return tuple(_view(platform.instruct(request), target) for platform in PLATFORMS.values())


def _request(component: Component, data: Mapping[str, Any], links: PageLinks, *, bundled: bool) -> Request:
    config, addresses = links.setting.context.config, links.setting.addresses
    site = config.site_url
    return Request(
        data=data,
        name=component.name,
        cluster=config.cluster.rstrip("/"),
        file_url=f"{site}{addresses.raw(component.identity)}" if site else "",
        needs_bundling=bundled,
        bundled_url=f"{site}{addresses.bundled(component.identity)}" if site and bundled else "",
    )


def _view(found: Instructions, target: Target) -> PlatformView:
    return PlatformView(
        id=f"on-{found.platform}",
        title=found.title,
        steps=tuple(_step(f"{found.platform}-{at}", step, target) for at, step in enumerate(found.steps, 1)),
        untranslated=found.untranslated,
        refusal=found.refusal or "",
    )


def _step(id_: str, step: Step, target: Target) -> StepView:
    return StepView(id_, step.text, code_html("", step.code, target) if step.code else Markup(""))
