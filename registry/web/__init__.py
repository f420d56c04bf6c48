"""What every page shares: permission at the route, sessions, one commit, headers, language, answers."""

from flask import Flask

from registry.web import chrome, errors, guard, headers, language, login, requestlog, sessions, static, unit_of_work


def init_web(app: Flask) -> None:
    """Attach it all, in the order requests pass through."""
    requestlog.init(app)
    headers.init(app)
    sessions.init(app)
    login.init(app)
    language.init(app)
    unit_of_work.init(app)
    guard.init(app)
    errors.init(app)
    static.init(app)
    chrome.init(app)
