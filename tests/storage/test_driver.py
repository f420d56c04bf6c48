"""Kept SQL goes straight to the driver; whoever watches or catches notices no difference."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from registry.models import AuditHead, Setting
from registry.storage import db
from registry.storage.bulk import insert_rows
from registry.storage.inner import kept_rows
from registry.storage.transaction import transaction
from tests.conftest import counted

HEAD = select(AuditHead.count)
POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True, scope="session")


def test_what_the_database_refuses_is_refused_as_ever_and_nothing_stays(app: Flask) -> None:
    twice = [{"key": "twice", "value": "1"}, {"key": "twice", "value": "2"}]
    with app.app_context():
        with pytest.raises(IntegrityError) as refused, transaction():
            insert_rows(Setting, twice)
        assert "parameters hidden" in str(refused.value)
        assert db.session.scalar(select(Setting.value).where(Setting.key == "twice")) is None


def test_kept_questions_are_counted_like_others(app: Flask) -> None:
    with app.app_context(), counted(app) as statements:
        assert kept_rows(HEAD) == [(db.session.scalar(HEAD),)]
    assert len(statements) == 2


@POSTGRESQL
def test_a_connection_that_is_gone_is_not_used_again(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(OperationalError) as gone:
            kept_rows(select(func.pg_terminate_backend(func.pg_backend_pid())))
        db.session.rollback()
        assert gone.value.connection_invalidated and len(kept_rows(HEAD)) == 1
