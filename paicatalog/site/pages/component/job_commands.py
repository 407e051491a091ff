"""A job's commands as they run, each value marked and led back to where it comes from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from paicatalog.protocol.template.entrypoint import RenderedJob, render_job
from paicatalog.protocol.template.render import Segment, TemplateError
from paicatalog.reproduce.shell.code import ShellValue, YamlValue

MOST_DEPLOYMENTS = 8
"""A page shows the commands of each; more of them would only repeat each other."""

_FORMS = {ShellValue: "shell", YamlValue: "yaml"}
"""What the page's script must write in place of a value that is not printed as it is."""

Target = Callable[[str, str], str]
"""Role and reference -> the id of the page's element that the value comes from, "" where there is none."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One name that the commands of a role refer to."""

    name: str
    value: str
    target: str
    resolved: bool
    secret: bool
    """Filled in by the platform when the job runs."""


@dataclass(frozen=True, slots=True)
class RoleCommands:
    """The script of one task role."""

    id: str
    role: str
    html: Markup
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The scripts of all roles with one deployment."""

    id: str
    deployment: str
    """Its name; "" for the job without any."""
    default: bool
    roles: tuple[RoleCommands, ...]


def variants(data: Mapping[str, Any], target: Target) -> tuple[Variant, ...]:
    """Return the commands of a valid job with each of its deployments, what the platform takes first."""
    defaults = data.get("defaults")
    chosen = defaults.get("deployment") if isinstance(defaults, dict) else None
    names = [entry["name"] for entry in data.get("deployments") or ()]
    order = [chosen, *(name for name in names if name != chosen)][:MOST_DEPLOYMENTS]
    rendered = ((name, _rendered(data, name)) for name in order)
    return tuple(
        _variant(number, name, job, target, default=name == chosen)
        for number, (name, job) in enumerate(rendered, 1)
        if job
    )


def _rendered(data: Mapping[str, Any], deployment: str | None) -> RenderedJob | None:
    """Another deployment than the job's own may hold a template that nobody has checked."""
    try:
        return render_job(data, deployment=deployment)
    except (TemplateError, KeyError):
        return None


def _variant(number: int, name: str | None, job: RenderedJob, target: Target, *, default: bool) -> Variant:
    roles = tuple(
        _role(f"commands-{number}-{at}", role, segments, target)
        for at, (role, segments) in enumerate(job.entrypoints.items(), 1)
    )
    return Variant(f"variant-{number}", name or "", default, roles)


def _role(id_: str, role: str, segments: tuple[Segment, ...], target: Target) -> RoleCommands:
    return RoleCommands(id_, role, code_html(role, segments, target), _references(role, segments, target))


def code_html(role: str, segments: tuple[Segment, ...], target: Target) -> Markup:
    """Return code as HTML whose text is the code; every value is a link to where it comes from."""
    # Safe: each piece is escaped or made by `_mark`, which escapes; targets are ids of our own.
    return Markup("".join(_pieces(role, segments, target)))


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
