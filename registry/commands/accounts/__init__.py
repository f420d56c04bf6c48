"""Accounts: who may sign in, with which password, and with which grants."""

from registry.commands.accounts.epoch import refuse_stale
from registry.commands.accounts.grants import add_grant, end_grant
from registry.commands.accounts.passwords import (
    change_own_password,
    renew_hash,
    reset_password,
    set_first_password,
)
from registry.commands.accounts.paste import create_users
from registry.commands.accounts.users import Slip, create_user, disable_user, enable_user, rename_user

__all__ = [
    "Slip",
    "add_grant",
    "change_own_password",
    "create_user",
    "create_users",
    "disable_user",
    "enable_user",
    "end_grant",
    "refuse_stale",
    "rename_user",
    "renew_hash",
    "reset_password",
    "set_first_password",
]
