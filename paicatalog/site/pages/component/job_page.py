"""The page of a job."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from paicatalog.catalog.catalog_facts import Result
from paicatalog.catalog.component import Component
from paicatalog.publishing.published_catalog import PublishedFile
from paicatalog.reproduce.job.resources import Hardware, count, hardware, memory_words
from paicatalog.site.build_context import BuildContext, Hyperlink, PageLinks
from paicatalog.site.code.json_text import json_text
from paicatalog.site.lineage.neighbors import LinkList, consuming_jobs, graph_drawing, producing_jobs
from paicatalog.site.page import StaticFile
from paicatalog.site.pages.component.component_view import ComponentView, file_name, marked_lines
from paicatalog.site.pages.component.file_links import file_links
from paicatalog.site.pages.component.file_panel import FilePanel, display_text, file_panel
from paicatalog.site.pages.component.job_commands import DeploymentCommands, commands_by_deployment
from paicatalog.site.pages.component.job_components import UsedComponent, used_components
from paicatalog.site.pages.component.job_parameters import MOST_FIELDS, Parameter, parameters
from paicatalog.site.pages.component.job_reproduction import PlatformView, platforms
from paicatalog.site.pages.component.job_task_roles import TaskRoleRow, task_roles, times
from paicatalog.site.theme.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class JobView:
    """The data that only jobs' pages show."""

    stats: tuple[Hyperlink, ...]
    """The total resources of the job: a label, and the number as `note`; empty for a job without task roles."""
    roles: tuple[TaskRoleRow, ...]
    total: Hardware
    total_memory: str
    retries: str
    """How often the whole job is retried, in words; "" if it is not."""
    components: tuple[UsedComponent, ...]
    drawing: Markup
    """The graph of the job's neighbors; "" if it has none."""
    produces: LinkList
    consumes: LinkList
    parameters: tuple[Parameter, ...]
    more_parameters: bool
    values: str
    """The parameters as JSON."""
    variants: tuple[DeploymentCommands, ...]
    platforms: tuple[PlatformView, ...]
    exports_url: str
    """The page with the platforms' exported files."""
    runs_with: tuple[Hyperlink, ...]
    """The platforms that can run the job unchanged, with links to their instructions."""
    results: tuple[Result, ...]
    bundled: FilePanel | None
    """The self-contained file; None if the job's own file is self-contained."""
    bundled_url: str
    copied: str
    """The id of the element whose text the page's first button copies; "" for no button."""


def job_html(component: Component, view: ComponentView, links: PageLinks) -> tuple[str, tuple[StaticFile, ...]]:
    """Return the HTML of a job's page, and its page of exported files, which is loaded on demand, since few need it."""
    assert component.document, "a job is never derived"
    source = component.document.source
    fields = parameters(display_text(source), component.data)
    marked = marked_lines(links.build.context.findings.get(view.path, ()))
    panel = file_panel(source, parameters=fields, links=file_links(component, component.document, links), marked=marked)
    if panel is None or panel.exact:
        fields = tuple(replace(field, slots=()) for field in fields)  # no text on the page can be changed
    job = _job_view(component, view, links, fields, panel)
    html = links.build.render(
        "job.html.jinja",
        component=view,
        job=job,
        contents=_contents(view, job),
        panel=panel,
        file_name=file_name(component),
    )
    return html, (_exports(component, job, links.build),) if job.platforms else ()


def _exports(component: Component, job: JobView, build: BuildContext) -> StaticFile:
    links = PageLinks(build, build.addresses.exports(component.identity))
    page = links.component(component.identity)
    language = build.context.config.language
    html = build.render("exports.html.jinja", root=links.root, job=job, page=page, language=language)
    return StaticFile(links.url, html.encode("utf-8", errors="xmlcharrefreplace"))


def _job_view(
    component: Component,
    view: ComponentView,
    links: PageLinks,
    fields: Sequence[Parameter],
    panel: FilePanel | None,
) -> JobView:
    data, used = component.data, used_components(component, links)
    total, target = hardware(data), _ReferenceTargets(used, fields)
    bundle = links.build.bundled_file(component)
    whole = bundle.data if bundle else data
    shown = commands_by_deployment(whole, target) if component.valid else ()
    views = _platforms(component, bundle, links, target, shown)
    return JobView(
        stats=tuple(_stats(total)) if total.containers else (),
        roles=tuple(_linked(role, target) for role in task_roles(data, total)),
        total=total,
        total_memory=memory_words(total.memory_mb),
        retries=times(retries) if (retries := count(data.get("jobRetryCount"))) else "",
        components=used,
        drawing=graph_drawing(component, links),
        produces=consuming_jobs(component, links),
        consumes=producing_jobs(component, links),
        parameters=tuple(fields),
        more_parameters=len(fields) == MOST_FIELDS,
        values=json_text(data.get("parameters")) if fields else "{}",
        variants=shown,
        platforms=views,
        runs_with=tuple(_supporting_platforms(views)),
        exports_url=links.to(links.build.addresses.exports(component.identity)),
        results=view.facts.results,
        bundled=_bundle_panel(component, bundle, links) if bundle else None,
        bundled_url=links.to(links.build.addresses.bundled(component.identity)) if bundle else "",
        copied="bundled-file" if bundle else "yaml-file" if panel else "",
    )


def _platforms(
    component: Component,
    bundle: PublishedFile | None,
    links: PageLinks,
    target: "_ReferenceTargets",
    shown: Sequence[DeploymentCommands],
) -> tuple[PlatformView, ...]:
    if not component.valid:
        return ()
    names = [variant.deployment or None for variant in shown]
    return platforms(component, bundle, links, target, deployments=names)


def _supporting_platforms(views: Sequence[PlatformView]) -> Iterator[Hyperlink]:
    for view in views:
        if view.steps and not any(not refusal.hidden for refusal in view.refusals):
            yield Hyperlink(view.title, f"#{view.id}")


def _stats(total: Hardware) -> Iterator[Hyperlink]:
    yield Hyperlink(ngettext("GPU", "GPUs", total.gpus), "", f"{total.gpus:,}")
    if total.cpus:
        yield Hyperlink(ngettext("CPU", "CPUs", total.cpus), "", f"{total.cpus:,}")
    if total.memory_mb:
        yield Hyperlink(gettext("Memory"), "", memory_words(total.memory_mb))
    yield Hyperlink(ngettext("Container", "Containers", total.containers), "", f"{total.containers:,}")


def _linked(role: TaskRoleRow, target: "_ReferenceTargets") -> TaskRoleRow:
    """Link each component that a role names to its row on the page."""
    linked = tuple(replace(link, url=target.component(link.note, link.text)) for link in role.components)
    return replace(role, components=linked)


class _ReferenceTargets:
    """Resolves template references to the ids of elements of the page; a `Target` of `job_commands.py`."""

    def __init__(self, used: Sequence[UsedComponent], fields: Sequence[Parameter]) -> None:
        self.by_name = {(own.type, own.name.text): own.id for own in used}
        self.by_role = {(own.type, role): own.id for own in used for role in own.roles}
        self.fields: dict[str, str] = {}
        for field in fields:
            for depth in range(1, len(field.path) + 1):
                self.fields.setdefault(".".join(field.path[:depth]), field.id)

    def component(self, type_: str, name: str) -> str:
        """Return the link to the row of a prerequisite; "" if there is none."""
        found = self.by_name.get((type_, name))
        return f"#{found}" if found else ""

    def __call__(self, role: str, reference: str) -> str:
        kind, _, path = reference.removeprefix("$").partition(".")
        if kind == "parameters":
            return self.fields.get(path, "")
        return self.by_role.get((kind, role), "")


def _bundle_panel(component: Component, bundle: PublishedFile, links: PageLinks) -> FilePanel | None:
    assert component.document, "a job is never derived"
    named = file_links(component, replace(component.document, source=bundle.source), links)
    fields = parameters(display_text(bundle.source), bundle.data)
    return file_panel(bundle.source, parameters=fields, links=named, ids="")


def _contents(view: ComponentView, job: JobView) -> tuple[Hyperlink, ...]:
    sections = (
        (gettext("About"), "#about", view.description),
        (gettext("Results"), "#results", job.results),
        (gettext("Task roles"), "#roles", job.roles),
        (gettext("Components"), "#components", job.components),
        (gettext("Lineage"), "#lineage", job.drawing),
        (gettext("Parameters"), "#parameters", job.parameters),
        (gettext("Commands"), "#commands", job.variants),
        (gettext("Reproduce"), "#reproduce", job.platforms),
        ("YAML", "#yaml", view.path),
        (gettext("Findings"), "#findings", view.findings),
        (gettext("History"), "#history", view.history),
    )
    return tuple(Hyperlink(words, url) for words, url, shown in sections if shown)
