"""How often somebody may try to sign in (security.md P7)."""

from sqlalchemy import Engine

from registry.storage.throttle import take

QUARTER, HOUR = 15 * 60, 60 * 60


def may_try(activity: Engine, address: str, username: str, known_device: bool) -> bool:
    """Ten tries a quarter hour per name and address, thirty per network; and a hundred an hour per name in all, but for
    a browser the user has signed in with before: nobody can lock an owner out from elsewhere."""
    network = address.rsplit(".", 1)[0] if "." in address else address
    return (
        take(activity, f"net:{network}", 30, QUARTER)
        and take(activity, f"pair:{address}:{username}", 10, QUARTER)
        and (known_device or take(activity, f"name:{username}", 100, HOUR))
    )
