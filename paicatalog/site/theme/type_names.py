"""The display names of the component types."""

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.theme.language import gettext, gettext_noop

TYPE_WORDS = {
    ComponentType.JOB: (gettext_noop("Job"), gettext_noop("Jobs")),
    ComponentType.DATA: (gettext_noop("Data"), gettext_noop("Data")),
    ComponentType.SCRIPT: (gettext_noop("Script"), gettext_noop("Scripts")),
    ComponentType.DOCKERIMAGE: (gettext_noop("Docker image"), gettext_noop("Docker images")),
    ComponentType.OUTPUT: (gettext_noop("Output"), gettext_noop("Outputs")),
}
"""Singular and plural in English; `type_word` and `type_plural` translate them."""


def type_word(kind: ComponentType) -> str:
    """Return the name of a type in the singular."""
    return gettext(TYPE_WORDS[kind][0])


def type_plural(kind: ComponentType) -> str:
    """Return the name of a type in the plural."""
    return gettext(TYPE_WORDS[kind][1])
