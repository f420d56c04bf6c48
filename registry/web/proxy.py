"""Which hosts may ask for us, and whether a proxy in front speaks for the client (decisions.md 26)."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def trust_proxy(app: Flask) -> None:
    """Trusted hosts; behind TLS one proxy's word for scheme and address, elsewhere nobody's."""
    settings: Any = app.config["REGISTRY"]
    hosts = {*LOOPBACK, settings.host, *settings.trusted_hosts} - {"0.0.0.0", "::"}  # noqa: S104 - not an address to bind
    app.config["TRUSTED_HOSTS"] = sorted(hosts)
    if settings.https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
