"""Somebody signed in at a WSGI application: the same client for us and for the peers."""

import re
from typing import Any

from werkzeug.test import Client

TOKEN = re.compile(r'name="(?:csrf_token|csrfmiddlewaretoken)"[^>]*value="([^"]+)"')
CODE = re.compile(r"\bHH-\d+")


class Browser:
    """Keeps cookies, sends what browsers send, refuses anything but a whole page."""

    def __init__(self, app: Any) -> None:
        self.client = Client(app)

    def get(self, path: str) -> bytes:
        """The page's bytes as they travel; it must be there."""
        answer = self._ask("GET", path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.get_data()

    def text(self, path: str) -> str:
        """The page to read, asked for uncompressed."""
        answer = self._ask("GET", path, encoding="identity")
        assert answer.status_code == 200, f"{path}: {answer.status} {answer.headers.get('Location')}"
        return answer.get_data(as_text=True)

    def weight(self, path: str) -> int:
        """Bytes of the answer over the wire, its head included."""
        answer = self._ask("GET", path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        head = sum(len(f"{name}: {value}\r\n".encode()) for name, value in answer.headers.items())
        return len(f"HTTP/1.1 {answer.status}\r\n\r\n") + head + len(answer.get_data())

    def sign_in(self, page: str, action: str, **data: str) -> "Browser":
        """Send the form of `page`; where it has a token, with it."""
        token = TOKEN.search(self.text(page)) if page else None
        sent = {**data, **({"csrf_token": token[1], "csrfmiddlewaretoken": token[1]} if token else {})}
        answer = self._ask("POST", action, data=sent)
        assert answer.status_code in (302, 303), f"{action}: {answer.status}"
        return self

    def codes(self, path: str) -> list[str]:
        """The household codes on a page, in order, each once."""
        return list(dict.fromkeys(CODE.findall(self.text(path))))

    def _ask(self, method: str, path: str, encoding: str = "gzip", data: dict[str, str] | None = None) -> Any:
        return self.client.open(
            path,
            method=method,
            buffered=True,
            data=data,
            headers={"Accept-Encoding": encoding},
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
