"""Dates of commits and tags. Anybody can write any number there; the nearest date that exists is used."""

from datetime import UTC, datetime, timedelta, timezone

_LATEST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())
"""Seconds since 1970 UTC: a day less than the latest date in Python, so that every time zone can show it."""
_FARTHEST = timedelta(hours=14)
"""The greatest distance of a time zone from UTC (Kiribati)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(written: bytes) -> int | None:
    """Return seconds since 1970 UTC as Git prints them, limited to dates that exist; None if there is no number."""
    digits = written.strip()
    if not digits.removeprefix(b"-").isdigit():
        return None
    # No date has so many digits, and Python refuses to convert thousands of them.
    return max(0, min(int(digits[:20]), _LATEST))


def moment(*candidates: bytes) -> tuple[datetime, bool]:
    """Return the first date of `candidates`, and whether it is exactly what is written there.

    Each begins with seconds since 1970 UTC and ends with a space and the time zone, as `+0200`. The year 1970 stands
    for a date that is missing everywhere.
    """
    for at, written in enumerate(candidates):
        stamp = written.partition(b" ")[0]
        since = seconds(stamp)
        if since is not None:
            shift = _shift(written.rpartition(b" ")[2])
            date = datetime.fromtimestamp(since, timezone(shift or timedelta()))
            return date, at == 0 and shift is not None and str(since).encode() == stamp
    return _EPOCH, False


def _shift(zone: bytes) -> timedelta | None:
    """Return the distance from UTC; None if there is no such time zone."""
    digits = zone[1:]
    if zone[:1] not in (b"+", b"-") or not digits.isdigit():
        return None
    hours, minutes = divmod(int(digits[:6]), 100)
    shift = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or shift > _FARTHEST:
        return None
    return shift if zone[:1] == b"+" else -shift
