"""The code that tells whoever set the server up from whoever is first in the network to open its empty registry."""

from flask import current_app

from registry.passwords import hash_code, keyed_code, verify_code


def setup_code() -> str:
    """The code of this registry; made from the secret key, so that every worker and the console know it."""
    settings = current_app.config["REGISTRY"]
    return keyed_code(settings.secret_key, f"setup {settings.database_url}")


def is_setup_code(typed: str) -> bool:
    return verify_code(hash_code(setup_code()), typed)
