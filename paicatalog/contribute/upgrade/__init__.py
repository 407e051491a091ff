"""`paicatalog upgrade`: files of old dialects as valid ones of protocol 2 that run the same."""

from paicatalog.contribute.upgrade.convert import Current, Stopped, Upgraded, upgrade
from paicatalog.contribute.upgrade.note import Note

__all__ = ["Current", "Note", "Stopped", "Upgraded", "upgrade"]
