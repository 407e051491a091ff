"""What the component types are called."""

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.theme.language import gettext, gettext_noop

TYPE_WORDS = {
    ComponentType.JOB: (gettext_noop("Job"), gettext_noop("Jobs")),
    ComponentType.DATA: (gettext_noop("Data"), gettext_noop("Data")),
    ComponentType.SCRIPT: (gettext_noop("Script"), gettext_noop("Scripts")),
    ComponentType.DOCKERIMAGE: (gettext_noop("Docker image"), gettext_noop("Docker images")),
    ComponentType.OUTPUT: (gettext_noop("Output"), gettext_noop("Outputs")),
}
"""Singular and plural as people read them, in English; pages say `type_word` and `type_plural`."""


def type_word(kind: ComponentType) -> str:
    """Return what one component of a type is called."""
    return gettext(TYPE_WORDS[kind][0])


def type_plural(kind: ComponentType) -> str:
    """Return what components of a type are called."""
    return gettext(TYPE_WORDS[kind][1])
