"""Image references as the container programs of Slurm clusters take them."""

import re
from dataclasses import dataclass

DOCKER_HUB = "auth.docker.io"
"""What Enroot calls Docker Hub in its file of logins."""
_HUB_NAMES = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io"})
_TAG_AND_DIGEST = re.compile(r":[^:/@]+(?=@)")
_FILE_NAME = str.maketrans({"/": "+", ":": "="})


@dataclass(frozen=True, slots=True)
class SlurmImage:
    """An image that Docker knows by some reference."""

    registry: str
    """Its host, maybe with a port; empty for Docker Hub."""
    name: str
    """Its place there, with its tag or digest."""

    @property
    def docker(self) -> str:
        """What stands after `docker://` for Apptainer: `ghcr.io/org/image:tag`."""
        return f"{self.registry}/{self.name}" if self.registry else self.name

    @property
    def enroot(self) -> str:
        """What Pyxis takes, in which `#` ends the registry: `ghcr.io#org/image:tag`."""
        return f"{self.registry}#{self.name}" if self.registry else self.name

    @property
    def file_name(self) -> str:
        """A file name that no other image has: letters, digits and `._-+=@`."""
        return f"{self.docker.translate(_FILE_NAME)}.sif"

    @property
    def login_host(self) -> str:
        """The machine that Enroot's file of logins names."""
        return self.registry.partition(":")[0] or DOCKER_HUB


def slurm_image(reference: str) -> SlurmImage:
    """Return the image of a reference as Docker reads it: a host has a dot or a port, or is `localhost`.

    Where there is a digest the tag is left out: it means nothing beside one, and neither Apptainer nor Enroot before
    version 4 take both.
    """
    reference = _TAG_AND_DIGEST.sub("", reference)
    host, slash, name = reference.partition("/")
    if not slash or not ("." in host or ":" in host or host == "localhost"):
        return SlurmImage("", reference)
    return SlurmImage("" if host in _HUB_NAMES else host, name)
