"""How often somebody may try to sign in (security.md P7)."""

from sqlalchemy import Engine

from registry.storage.throttle import give_back, take

QUARTER, HOUR = 15 * 60, 60 * 60


def may_try(activity: Engine, address: str, username: str, known_device: bool) -> bool:
    """Ten tries a quarter hour per name and address, thirty per network; and a hundred an hour per name in all, but for
    a browser the user has signed in with before: nobody can lock an owner out from elsewhere."""
    return all(take(activity, *bucket) for bucket in _buckets(address, username, known_device))


def was_right(activity: Engine, address: str, username: str, known_device: bool) -> None:
    """Only wrong tries count: a whole office signs in from one network every morning."""
    for key, capacity, _seconds in _buckets(address, username, known_device):
        give_back(activity, key, capacity)


def own_bucket(user_id: int) -> tuple[str, int, int]:
    """Of the page where one's present password is asked: ten wrong ones a quarter hour, from wherever they come."""
    return f"own:{user_id}", 10, QUARTER


def _buckets(address: str, username: str, known_device: bool) -> list[tuple[str, int, int]]:
    """Key, capacity and seconds to fill, narrow to wide in what they stop."""
    network = address.rsplit(".", 1)[0] if "." in address else address
    buckets = [(f"net:{network}", 30, QUARTER), (f"pair:{address}:{username}", 10, QUARTER)]
    return buckets if known_device else [*buckets, (f"name:{username}", 100, HOUR)]
