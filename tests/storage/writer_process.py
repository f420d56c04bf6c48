"""A writer in a process of its own: changes one row again and again, and says each change once it is committed."""

import sys

from sqlalchemy.orm.exc import StaleDataError

from registry import create_app
from registry.commands.accounts import rename_user
from registry.config import Settings
from registry.kernel.actor import CONSOLE
from registry.queries.accounts import find_user
from registry.storage.transaction import transaction
from tests.conftest import KEY


def count_on(username: str) -> int:
    """Raise the number at the end of the user's name by one, from what was seen; again when somebody was faster."""
    while True:
        try:
            with transaction():
                user = find_user(username)
                assert user is not None
                seen, version = int(user.name.split()[-1]), user.version
                rename_user(CONSOLE, user, name=f"Người Đếm {seen + 1}", version=version)
            return seen + 1
        except StaleDataError:
            continue


def main(database_url: str, activity_url: str, username: str, times: int) -> None:
    app = create_app(Settings(database_url, activity_url, KEY))
    with app.app_context():
        for _ in range(times):
            sys.stdout.write(f"{count_on(username)}\n")
            sys.stdout.flush()
