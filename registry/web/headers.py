"""The headers of every answer, errors and files too (security.md §3; compared whole by a test)."""

from flask import Flask, Response, request

from registry.web.proxy import trust_proxy

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000"


def init(app: Flask) -> None:
    trust_proxy(app)
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.update(HEADERS)
    if not getattr(response, "keeps", False):
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(["HX-Request", "Cookie"])
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    return response
