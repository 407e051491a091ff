"""Similar components: those that share tags, used components or the jobs that use them."""

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_names import type_word

MOST_SIMILAR = 5
_MOST_SHARED_BY = 60
"""A feature shared by more components than this is ignored: it means little, and the time would grow quadratically."""
_WEIGHTS = {
    ComponentType.DATA: 3.0,
    ComponentType.SCRIPT: 3.0,
    ComponentType.OUTPUT: 2.0,
    ComponentType.DOCKERIMAGE: 1.0,
    ComponentType.JOB: 0.0,
}
_TAG = 1.5


@dataclass(frozen=True, slots=True)
class SimilarComponent:
    """A component that is similar to another one."""

    identity: Identity
    shared: tuple[str, ...]
    """The shared features in words, the most significant first."""


@dataclass(frozen=True)
class Similarity:
    """Index of the features that components of one catalog share. Only newest versions are included."""

    catalog: Catalog

    def of(self, component: Component) -> tuple[SimilarComponent, ...]:
        """Return the components of the same type that are most similar to `component`, the most similar first."""
        scores: dict[Identity, float] = {}
        shared: dict[Identity, list[tuple[float, str]]] = {}
        for feature, words, weight in _features(component, self.catalog):
            others = self._components_by_feature.get((component.type, feature), ())
            if len(others) > _MOST_SHARED_BY:
                continue
            rarity = weight / math.log2(2 + len(others))
            for other in others:
                if (other.type, other.name) != (component.type, component.name):
                    scores[other] = scores.get(other, 0) + rarity
                    shared.setdefault(other, []).append((-rarity, words))
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0].name, pair[0].version or ""))
        return tuple(
            SimilarComponent(identity, tuple(words for _, words in sorted(shared[identity])))
            for identity, _ in ranked[:MOST_SIMILAR]
        )

    @cached_property
    def _components_by_feature(self) -> dict[tuple[ComponentType, Hashable], list[Identity]]:
        found: dict[tuple[ComponentType, Hashable], list[Identity]] = {}
        for component in self.catalog.components:
            newest = self.catalog.newest(component.type, component.name)
            if newest is component:
                for feature, _, _ in _features(component, self.catalog):
                    found.setdefault((component.type, feature), []).append(component.identity)
        return found


def _features(component: Component, catalog: Catalog) -> Iterator[tuple[Hashable, str, float]]:
    """Yield the features that a component can share: key, words and weight of each."""
    for tag in CatalogFacts.of(component.data).tags:
        yield ("tag", tag.lower()), gettext("tag %(name)s", name=tag), _TAG
    if component.type is not ComponentType.JOB:
        for job in dict.fromkeys(link.job for link in catalog.used_by(component.identity)[:_MOST_SHARED_BY]):
            yield ("job", job), gettext("job %(name)s", name=job.name), 1.0
        return
    for target in dict.fromkeys(link.target for link in catalog.uses(component.identity) if link.target):
        yield ("uses", target), f"{type_word(target.type).lower()} {target.name}", _WEIGHTS[target.type]
