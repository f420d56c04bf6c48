"""A form counts once: double click, retry, back and resubmit, two tabs (security.md P14)."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from registry.models import FormReceipt
from registry.storage import db

KEPT = timedelta(days=7)


def claim_form(key: str, user_id: int) -> str | None:
    """Take a form's key for this transaction; None when it is new, else where its first sending was answered with."""
    known = db.session.get(FormReceipt, key)
    if known is None:
        try:
            with db.session.begin_nested():
                db.session.add(FormReceipt(key=key, user_id=user_id, created_at=datetime.now(UTC)))
            return None
        except IntegrityError:
            known = db.session.get(FormReceipt, key)
    return known.location if known is not None and known.user_id == user_id else "/"


def settle_form(key: str, location: str) -> None:
    """Remember the answer, to give it again."""
    receipt = db.session.get(FormReceipt, key)
    if receipt is not None:
        receipt.location = location[:400]


def forget_old_forms(now: datetime) -> None:
    """Drop receipts nobody will send again."""
    db.session.execute(delete(FormReceipt).where(FormReceipt.created_at < now - KEPT))
