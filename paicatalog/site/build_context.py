"""The state that all pages of one build share, and links relative to one page."""

from dataclasses import dataclass, field

from jinja2 import Environment
from markupsafe import Markup

from paicatalog.catalog.component import Component, Identity
from paicatalog.catalog.git.file_versions import OldContents
from paicatalog.catalog.git.history import FileHistory
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.publishing.published_catalog import PublishedFile, bundled_file
from paicatalog.site.code.shortened import shortened
from paicatalog.site.code.unprintable import clean
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.file_changes import MOST_CHANGES
from paicatalog.site.facts.grade import Grade, grade
from paicatalog.site.facts.similar import Similarity
from paicatalog.site.theme.template_environment import environment
from paicatalog.site.urls.addresses import Addresses, root
from paicatalog.site.urls.repository import Repositories


@dataclass(frozen=True, slots=True)
class BuildContext:
    """A site's context and the objects derived from it, made once for all pages of a build."""

    context: SiteContext
    addresses: Addresses
    repositories: Repositories
    templates: Environment
    similarity: Similarity
    old_contents: OldContents
    grades: dict[Identity, Grade | None] = field(default_factory=dict)
    """Cache of `grade`."""
    bundled_files: dict[Identity, PublishedFile | None] = field(default_factory=dict)
    """Cache of `bundled_file`."""

    @staticmethod
    @cache_last_result  # All pages of one build share one.
    def of(context: SiteContext) -> "BuildContext":
        return BuildContext(
            context,
            Addresses(context.catalog),
            Repositories.of(context.config, context.work_trees, context.site_root),
            environment(context.config.templates_dir),
            Similarity(context.catalog),
            OldContents(context.config.catalog_dir, _histories(context), most=MOST_CHANGES + 1),
        )

    def grade(self, component: Component) -> Grade | None:
        """Return a component's grade; None if it has none."""
        if component.identity not in self.grades:
            findings = self.context.findings.get(component.path or "", ())
            self.grades[component.identity] = grade(component, self.context.catalog, findings)
        return self.grades[component.identity]

    def bundled_file(self, job: Component) -> PublishedFile | None:
        """Return a job's file with its shared components inlined; None if its own file is self-contained."""
        if job.identity not in self.bundled_files:
            self.bundled_files[job.identity] = bundled_file(job, self.context.catalog)
        return self.bundled_files[job.identity]

    def render(self, template: str, **variables: object) -> str:
        """Render a template, and replace the characters that HTML does not allow."""
        return clean(self.templates.get_template(template).render(variables))


def _histories(context: SiteContext) -> list[FileHistory]:
    """Return the histories of all components, in the order in which their pages are made."""
    return [component.history for component in context.catalog.components if component.history]


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link with its text, relative to one page."""

    text: str
    url: str
    """Relative to the page; "" for a text without a link."""
    note: str | Markup = ""
    """A remark shown beside the text."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """URLs relative to one page."""

    build: BuildContext
    url: str
    """The page's own URL, relative to the site's root."""

    @property
    def root(self) -> str:
        """The relative URL of the site's root: "../../"."""
        return root(self.url)

    def to(self, url: str) -> str:
        """Return the URL, relative to the page, of `url` below the site's root."""
        return root(self.url) + url

    def component(self, identity: Identity, *, note: str = "") -> Hyperlink:
        """Return the link to a component's page; its text contains the version if one is stated."""
        words = " ".join(shortened(word) for word in (identity.name, identity.version) if word)
        return Hyperlink(words, self.to(self.build.addresses.page(identity)), note)
