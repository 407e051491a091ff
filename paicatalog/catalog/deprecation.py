"""Deprecated components and their successors."""

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component


def deprecation(component: Component) -> tuple[str, str] | None:
    """Return (reason, name of the successor), each "" if not given; None if the component is not deprecated."""
    found = component.facts.get("deprecated")
    if not found:
        return None
    if not isinstance(found, dict):
        return "", ""
    reason, named = found.get("reason"), found.get("successor")
    return (reason if isinstance(reason, str) else "", named if isinstance(named, str) else "")


def named_successor(component: Component, catalog: Catalog) -> Component | None:
    """Return the component of the same type that `deprecated.successor` names, or None."""
    found = deprecation(component)
    return catalog.newest(component.type, found[1]) if found and found[1] else None


def successor(component: Component, catalog: Catalog) -> Component | None:
    """Return the last component in the chain of successors; None if there is none or the chain is circular."""
    seen = {component.identity}
    last, following = None, named_successor(component, catalog)
    while following is not None:
        if following.identity in seen:
            return None
        seen.add(following.identity)
        last, following = following, named_successor(following, catalog)
    return last
