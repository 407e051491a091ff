"""Loading the theme's templates: with our patches, and with their inline code in files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import BaseLoader, Environment

from paicatalog.site.theme.external_code import with_filters
from paicatalog.site.theme.patches import Patch


class TemplateLoader(BaseLoader):
    """Load templates by another loader and change their source.

    `report` is called with each patch whose text is missing from a template of the theme. A site's own template of the
    same name may differ.
    """

    def __init__(
        self,
        loader: BaseLoader,
        theme: Path | None,
        *,
        patches: Sequence[Patch],
        report: Callable[[Patch], None],
    ) -> None:
        self.loader = loader
        self.theme = theme
        self.patches = patches
        self.report = report

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, fresh = self.loader.get_source(environment, template)
        for patch in self.patches:
            if patch.template != template:
                continue
            if patch.old not in source and self.theme and Path(name or "").is_relative_to(self.theme):
                self.report(patch)
            source = source.replace(patch.old, patch.new)
        return with_filters(source, environment), name, fresh

    def list_templates(self) -> list[str]:
        return self.loader.list_templates()
