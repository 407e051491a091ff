"""Image references in the syntax of Apptainer and of Pyxis (Enroot)."""

import re
from dataclasses import dataclass

DOCKER_HUB = "auth.docker.io"
"""The host of Docker Hub in Enroot's credentials file."""
_HUB_NAMES = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io"})
_TAG_AND_DIGEST = re.compile(r":[^:/@]+(?=@)")
_FILE_NAME = str.maketrans({"/": "+", ":": "="})


@dataclass(frozen=True, slots=True)
class SlurmImage:
    """An image, parsed from a Docker image reference."""

    registry: str
    """The host, with an optional port; empty for Docker Hub."""
    name: str
    """The path in the registry, with tag or digest."""

    @property
    def docker(self) -> str:
        """The part after `docker://` for Apptainer: `ghcr.io/org/image:tag`."""
        return f"{self.registry}/{self.name}" if self.registry else self.name

    @property
    def enroot(self) -> str:
        """The reference for Pyxis, with `#` after the registry: `ghcr.io#org/image:tag`."""
        return f"{self.registry}#{self.name}" if self.registry else self.name

    @property
    def file_name(self) -> str:
        """A unique file name of letters, digits and `._-+=@`."""
        return f"{self.docker.translate(_FILE_NAME)}.sif"

    @property
    def login_host(self) -> str:
        """The host in Enroot's credentials file, without a port."""
        return self.registry.partition(":")[0] or DOCKER_HUB


def slurm_image(reference: str) -> SlurmImage:
    """Return the image of a reference by Docker's rules: a host has a dot or a port, or is `localhost`.

    A tag before a digest is dropped: it has no meaning, and neither Apptainer nor Enroot before version 4 accepts
    both.
    """
    reference = _TAG_AND_DIGEST.sub("", reference)
    host, slash, name = reference.partition("/")
    if not slash or not ("." in host or ":" in host or host == "localhost"):
        return SlurmImage("", reference)
    return SlurmImage("" if host in _HUB_NAMES else host, name)
