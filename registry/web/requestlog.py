"""One JSON line a request: which page, how it ended, how long. No address, no name, nothing typed (security.md P34)."""

import json
import logging
import time

from flask import Flask, Response, g, request

log = logging.getLogger("registry.requests")


def init(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    actor = g.get("actor")
    line = {
        "method": request.method,
        "page": request.endpoint or "-",
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
        "user": actor.id if actor else None,
    }
    log.info(json.dumps(line))
    return response
