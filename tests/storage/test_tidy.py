"""What nobody will ask for again goes when the server starts; what may still be asked for stays."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select

from registry.cli.serve import tidy_stores
from registry.commands.receipts import claim_form
from registry.models import FormReceipt
from registry.storage import db
from registry.storage.activity import session_table
from registry.storage.attach import engines
from registry.storage.session_store import SessionStore
from registry.storage.transaction import transaction


def test_old_receipts_and_dead_sessions_go_and_fresh_ones_stay(empty_app: Flask) -> None:
    activity = engines(empty_app)[1]
    for days, key in ((100, "a" * 32), (1, "b" * 32)):
        with time_machine.travel(datetime.now(UTC) - timedelta(days=days), tick=False):
            SessionStore(activity).begin(key, data='{"kept": 1}', user_id=7)
            with empty_app.app_context(), transaction():
                claim_form(key, 7)
    SessionStore(activity).begin("c" * 32, data='{"kept": 1}', user_id=7)
    tidy_stores(empty_app)
    with empty_app.app_context():
        assert db.session.scalars(select(FormReceipt.key)).all() == ["b" * 32]
        assert db.session.scalar(select(func.count()).select_from(FormReceipt)) == 1
        db.session.remove()
    assert SessionStore(activity).owner("a" * 32) is None
    assert SessionStore(activity).owner("b" * 32) == 7
    with activity.connect() as connection:
        left = connection.scalars(select(session_table.c.data).order_by(session_table.c.created_at)).all()
    assert left == ["{}", '{"kept": 1}'], "what a dead session kept goes at once"
