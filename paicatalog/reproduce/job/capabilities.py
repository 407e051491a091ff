"""The Linux capabilities that OpenPAI's containers have, and commands that need them, such as `mount`.

The REST server adds `SYS_ADMIN`, `IPC_LOCK` and `DAC_READ_SEARCH` to each container, and turns AppArmor off, and gives
it the device of FUSE (`src/rest-server/src/models/v2/job/k8s.js` lines 427, 492 and 511-516). Exports give these to
those containers only whose commands need them: with `SYS_ADMIN`, a container may do much on its machine.
"""

import re
from collections.abc import Iterable

ALL = ("SYS_ADMIN", "IPC_LOCK", "DAC_READ_SEARCH")
FUSE_DEVICE = "/dev/fuse"

_START = (
    r"(?:^|[\n;&|({`]|-\w*c[ \t]+['\"]|\b(?:do|else|env|exec|if|nohup|sudo(?:[ \t]+-\w+)*|then|time)[ \t])"
    r"[ \t]*(?:/[\w./-]*/)?"
)
_FUSE = re.compile(
    _START + r"(?:[\w-]+-fuse|bindfs|blobfuse2?|curlftpfs|davfs2|encfs|fuse-\w+|fusermount3?|gcsfuse|gocryptfs|"
    r"goofys|mergerfs|mount-s3|mount\.fuse\w*|ntfs-3g|s3fs|sshfs|unionfs|weed[ \t]+mount|(?:juicefs|rclone)[ \t]+mount)"
    r"(?![\w./-])"
)
_MOUNT = re.compile(
    _START + r"(?:u?mount(?:\.\w+)?[ \t]+(?!-V|--version|--help)[^\s|;&]|(?:losetup|nsenter|pivot_root|swapoff|swapon|"
    r"unshare)(?![\w./-]))"
)


def needs_fuse(scripts: Iterable[str]) -> bool:
    """Return whether commands mount a file system with FUSE."""
    return any(map(_FUSE.search, scripts))


def needs_capabilities(scripts: Iterable[str]) -> bool:
    """Return whether commands need the capabilities that OpenPAI gives: they mount something, or enter namespaces."""
    listed = tuple(scripts)
    return needs_fuse(listed) or any(map(_MOUNT.search, listed))
