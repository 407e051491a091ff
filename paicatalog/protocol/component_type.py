"""The five component types of OpenPAI protocol version 2."""

from collections.abc import Mapping
from enum import StrEnum


class ComponentType(StrEnum):
    """A component type as the protocol's `type` key spells it."""

    JOB = "job"
    DATA = "data"
    SCRIPT = "script"
    DOCKERIMAGE = "dockerimage"
    OUTPUT = "output"

    @property
    def folder(self) -> str:
        """The type's path segment in addresses: `jobs`, `data`, `scripts`, `dockerimages`, `outputs`."""
        return "data" if self is ComponentType.DATA else f"{self.value}s"

    @property
    def role_field(self) -> str:
        """The key by which a task role names a prerequisite of this type (`dockerImage` has a capital)."""
        return "dockerImage" if self is ComponentType.DOCKERIMAGE else self.value


TYPE_BY_NAME: Mapping[object, ComponentType] = {kind.value: kind for kind in ComponentType}
PREREQUISITE_TYPES = (
    ComponentType.SCRIPT,
    ComponentType.OUTPUT,
    ComponentType.DATA,
    ComponentType.DOCKERIMAGE,
)
