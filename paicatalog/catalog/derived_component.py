"""Derived components: equal components embedded in several jobs, without a file."""

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator

from paicatalog.catalog.component import Component, Identity, Prerequisite
from paicatalog.protocol.component_type import ComponentType

_LEAST_JOBS = 2
"""A component embedded in a single job is shown on the page of that job only."""


def derive(unmatched: Iterable[tuple[Identity, Prerequisite]], *, taken: Container[Identity]) -> list[Component]:
    """Return a component for each type and URI that at least two jobs embed.

    `unmatched` are pairs (job, embedded component) that match no shared component. A derived component has the most
    common name, the first in alphabetical order if several are equally common. If its identity is in `taken`, a digest
    of the URI is appended to the name.
    """
    groups: dict[tuple[ComponentType, tuple[str, ...]], list[tuple[Identity, Prerequisite]]] = {}
    for job, item in unmatched:
        groups.setdefault((item.identity.type, item.uris), []).append((job, item))
    shared = [group for group in groups.values() if len({job for job, _ in group}) >= _LEAST_JOBS]
    return list(_named([[item for _, item in group] for group in shared], taken))


def _named(groups: Iterable[list[Prerequisite]], taken: Container[Identity]) -> Iterator[Component]:
    used: set[Identity] = set()
    for items in sorted(groups, key=lambda items: (items[0].identity.type, items[0].uris)):
        counts = Counter(item.identity for item in items)
        identity = min(counts, key=lambda one: (-counts[one], one.name, one.version or ""))
        if identity in taken or identity in used:
            digest = hashlib.sha256("\n".join(items[0].uris).encode("utf-8", "surrogatepass")).hexdigest()
            identity = Identity(identity.type, f"{identity.name}-{digest[:8]}", identity.version)
        used.add(identity)
        example = next((item for item in items if item.identity == identity), items[0])
        yield Component(identity, example.data, None)
