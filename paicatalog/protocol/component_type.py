"""The five component types of OpenPAI protocol version 2."""

from collections.abc import Mapping
from enum import StrEnum


class ComponentType(StrEnum):
    """A component type; its value is that of the protocol's `type` key."""

    JOB = "job"
    DATA = "data"
    SCRIPT = "script"
    DOCKERIMAGE = "dockerimage"
    OUTPUT = "output"

    folder: str
    """The type's path segment in URLs: `jobs`, `data`, `scripts`, `dockerimages`, `outputs`."""
    role_field: str
    """The key under which a task role refers to a prerequisite of this type (`dockerImage` has a capital letter)."""

    def __init__(self, name: str) -> None:
        self.folder = "data" if name == "data" else f"{name}s"
        self.role_field = "dockerImage" if name == "dockerimage" else name


TYPE_BY_NAME: Mapping[object, ComponentType] = {kind.value: kind for kind in ComponentType}
PREREQUISITE_TYPES = (
    ComponentType.SCRIPT,
    ComponentType.OUTPUT,
    ComponentType.DATA,
    ComponentType.DOCKERIMAGE,
)
