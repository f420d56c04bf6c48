"""Việt Nam's clock: UTC+7 all year."""

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


def local(instant: datetime) -> datetime:
    """An instant as the office's wall clock shows it."""
    return instant.astimezone(VIETNAM)


def local_day(instant: datetime) -> date:
    """The day an instant falls on in Việt Nam."""
    return local(instant).date()
