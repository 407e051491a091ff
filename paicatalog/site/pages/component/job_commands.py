"""A job's commands with templates filled in; each value is a link to its source on the page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from paicatalog.protocol.template.entrypoint import RenderedJob, render_job
from paicatalog.protocol.template.render import Segment, TemplateError
from paicatalog.reproduce.shell.code import ShellValue, YamlValue

MOST_DEPLOYMENTS = 8
"""The most deployments whose commands a page shows."""

_FORMS = {ShellValue: "shell", YamlValue: "yaml"}
"""Segment class -> `data-form`, by which `assets/component/parameter_form.js` quotes a changed value."""

Target = Callable[[str, str], str]
"""Role and reference -> the id of the element of the page that the value comes from; "" if there is none."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One template reference in the commands of a role."""

    name: str
    value: str
    target: str
    resolved: bool
    secret: bool
    """Whether the value is filled in by the platform when the job runs."""


@dataclass(frozen=True, slots=True)
class RoleCommands:
    """The script of one task role."""

    id: str
    role: str
    html: Markup
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class DeploymentCommands:
    """The scripts of all roles with one deployment."""

    id: str
    deployment: str
    """Its name; "" for the job without a deployment."""
    default: bool
    roles: tuple[RoleCommands, ...]


def commands_by_deployment(data: Mapping[str, Any], target: Target) -> tuple[DeploymentCommands, ...]:
    """Return the commands of a valid job with each of its deployments, the default one first."""
    defaults = data.get("defaults")
    chosen = defaults.get("deployment") if isinstance(defaults, dict) else None
    names = [entry["name"] for entry in data.get("deployments") or ()]
    order = [chosen, *(name for name in names if name != chosen)][:MOST_DEPLOYMENTS]
    rendered = ((name, _rendered(data, name)) for name in order)
    return tuple(
        _deployment_commands(number, name, job, target, default=name == chosen)
        for number, (name, job) in enumerate(rendered, 1)
        if job
    )


def _rendered(data: Mapping[str, Any], deployment: str | None) -> RenderedJob | None:
    """Return the rendered job; None if that fails: templates of deployments other than the default are not checked."""
    try:
        return render_job(data, deployment=deployment)
    except (TemplateError, KeyError):
        return None


def _deployment_commands(
    number: int, name: str | None, job: RenderedJob, target: Target, *, default: bool
) -> DeploymentCommands:
    roles = tuple(
        _role(f"commands-{number}-{at}", role, segments, target)
        for at, (role, segments) in enumerate(job.entrypoints.items(), 1)
    )
    return DeploymentCommands(f"variant-{number}", name or "", default, roles)


def _role(id_: str, role: str, segments: tuple[Segment, ...], target: Target) -> RoleCommands:
    return RoleCommands(id_, role, code_html(role, segments, target), _references(role, segments, target))


def code_html(role: str, segments: tuple[Segment, ...], target: Target) -> Markup:
    """Return code as HTML whose text content is the code; each value is a link to its source on the page."""
    # Each piece is escaped here or by `_mark`; targets are ids made by this package.
    return Markup("".join(_pieces(role, segments, target)))  # noqa: S704


def _pieces(role: str, segments: tuple[Segment, ...], target: Target) -> Iterator[str]:
    for segment in segments:
        if segment.reference is None:
            yield str(escape(segment.text))
        else:
            yield _mark(segment, target(role, segment.reference))


def _mark(segment: Segment, target: str) -> str:
    name = escape(segment.reference)
    kind = "pc-ref" if segment.resolved else "pc-ref pc-ref--open"
    tag, link = ("a", f' href="#{target}"') if target else ("span", "")
    form = next((f' data-form="{form}"' for kind, form in _FORMS.items() if isinstance(segment, kind)), "")
    attributes = f'class="{kind}" title="&lt;% {name} %&gt;" data-reference="{name}"{form}{link}'
    return f"<{tag} {attributes}>{escape(segment.text)}</{tag}>"


def _references(role: str, segments: tuple[Segment, ...], target: Target) -> tuple[Reference, ...]:
    found = {segment.reference: segment for segment in segments if segment.reference is not None}
    return tuple(
        Reference(name, segment.text, target(role, name), segment.resolved, name.startswith("$secrets"))
        for name, segment in found.items()
    )
