"""Long lists of households, and jobs that bring them in."""

import csv
import io
from datetime import date
from hashlib import sha256
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from registry.checks.reading import scope_of
from registry.commands.importing.households import check_households
from registry.inputs.household_list import HOUSEHOLD_LIST
from registry.inputs.lists import Said, lay_out, read_list
from registry.inputs.workbook import read_workbook
from registry.jobs.files import folder_of_jobs
from registry.jobs.import_list import queue_import
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household
from registry.queries.accounts import actor_for, find_user
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.test_import_size import named
from tests.world import DAY

NAME = "danh sách.csv"
HEADER = ["Họ và tên", "Quan hệ", "Năm sinh", "Giới tính", "Dân tộc", "Ấp"]


def household_list(surname: str, count: int) -> bytes:
    """So many households of one person each, as a commune keeps them."""
    out = io.StringIO()
    rows = [[name, "Chủ hộ", "1970", "Nam", "Kinh", "Đại Nôn"] for name in named(surname, count)]
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


def queue_list(app: Flask, folder: Path, content: bytes, who: str = "clerk", day: date = DAY) -> int:
    """A job that brings in what its owner has checked and confirmed; its id."""
    path = folder / "list.csv"
    path.write_bytes(content)
    with app.app_context(), transaction():
        user = find_user(who)
        assert user is not None
        actor = actor_for(user, day)
        set_scope(scope_of(actor, day))
        found = read_list(HOUSEHOLD_LIST, lay_out(HOUSEHOLD_LIST, read_workbook(path, NAME)))
        source = {"name": NAME, "target": HOUSEHOLD_LIST.key, "sha256": sha256(content).hexdigest()}
        report = check_households(actor, found)
        expected = report.fingerprint
        return queue_import(actor, folder_of_jobs(app), path, Said(), **source, expected=expected).id


def households(app: Flask) -> int:
    """How many there are in all."""
    with app.app_context():
        db.session.rollback()
        set_scope(EVERYTHING)
        return int(db.session.scalar(select(func.count()).select_from(Household)) or 0)
