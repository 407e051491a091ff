"""The dialects of the protocol that files in the wild are written in."""

from enum import StrEnum


class Dialect(StrEnum):
    """What a file is written in."""

    V2 = "v2"
    V2_2018 = "v2-2018"
    """`protocol_version: v2`, `tasks`."""
    V2_2019 = "v2-2019"
    """`$$x$$` references, list-style `taskRoles`."""
    V1 = "v1"
    """The JSON of OpenPAI before protocol 2: `jobName`, `image`."""
    UNKNOWN = "unknown"
