"""Static files by WhiteNoise, compressed beside the originals, kept for a year under an address of their content."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_compress import Compress
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from registry.web.headers import HEADERS

STATIC = Path(__file__).resolve().parent.parent / "static"
YEAR = 31536000
compress = Compress()


def init(app: Flask) -> None:
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_ALGORITHM=["gzip"], COMPRESS_STREAMS=False)
    compress.init_app(app)
    app.after_request(_compress_pages)
    _compress_files()
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=YEAR,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    app.jinja_env.globals["static_url"] = static_url


@cache
def static_url(name: str) -> str:
    """The address of a static file; it changes with the content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def _compress_pages(response: Response) -> Response:
    """Not for a page another site asked for: compressing secrets beside its input would leak them (BREACH)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
        return compress.after_request(response)
    return response


def _compress_files() -> None:
    """Write .gz beside files that lack a fresh one; a folder we may not write to is served uncompressed."""
    compressor = Compressor(use_brotli=False, quiet=True, log=lambda _line: None)
    for path in STATIC.rglob("*"):
        packed = path.with_name(path.name + ".gz")
        if not path.is_file() or not compressor.should_compress(path.name):
            continue
        if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
            try:
                list(compressor.compress(str(path)))
            except OSError:
                return


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
