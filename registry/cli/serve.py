"""`serve`: the web server, after the checks that keep it from running unsafely (security.md P18)."""

import errno
import socket
from datetime import UTC, datetime
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from gunicorn.app.base import BaseApplication

from registry.cli.output import Refusal, group
from registry.cli.stores import prepare_stores
from registry.cli.worker import demo_app, kept_running
from registry.commands.receipts import forget_old_forms
from registry.config import Settings
from registry.kernel.settings import is_installed, today
from registry.queries.accounts import demo_cast
from registry.storage.attach import close_stores
from registry.storage.session_store import SessionStore
from registry.storage.transaction import transaction
from registry.web.setup_code import setup_code

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - named to be refused without trusted hosts
LIMITS = {
    "worker_class": "gthread",
    "threads": 4,
    "timeout": 60,
    "graceful_timeout": 30,
    "max_requests": 5000,
    "max_requests_jitter": 500,
    "limit_request_line": 4094,
    "limit_request_fields": 50,
    "forwarded_allow_ips": "127.0.0.1",
    "accesslog": None,  # names may stand in queries
    "loglevel": "warning",
    "control_socket_disable": True,
}


@group.command("serve", with_appcontext=False)
@click.option("--demo", is_flag=True, help="Mở dữ liệu mẫu thay cho sổ thật.")
@click.pass_context
def serve(context: click.Context, demo: bool) -> None:
    """Chạy máy chủ web ở HOST:PORT với WORKERS tiến trình; nâng cấp cơ sở dữ liệu trước."""
    app = context.ensure_object(ScriptInfo).load_app()
    settings: Settings = app.config["REGISTRY"]
    if demo:
        settings = settings.for_demo()
        app = demo_app(settings)
    refuse_unsafe(app, settings, demo)
    prepare_stores(app)
    tidy_stores(app)
    listener = listen(settings.host, settings.port)
    _greet(app, settings, demo)
    close_stores(app)
    with kept_running("--demo" if demo else ""):
        Server(app, {**LIMITS, "bind": f"fd://{listener.detach()}", "workers": settings.workers}).run()


def refuse_unsafe(app: Flask, settings: Settings, demo: bool) -> None:
    """Raise Refusal for what must not face other people."""
    if app.debug:
        raise Refusal("Không chạy máy chủ ở chế độ gỡ lỗi; hãy bỏ --debug và FLASK_DEBUG.")
    if settings.host in EVERYWHERE and not settings.trusted_hosts and not demo:
        told = "hãy ghi tên hay địa chỉ mà máy khác gõ vào trình duyệt, ví dụ REGISTRY_TRUSTED_HOSTS=192.168.1.10"
        raise Refusal(f"HOST={settings.host} mở cho cả mạng: {told}")


def tidy_stores(app: Flask) -> None:
    """Drop what nobody will ask for again: receipts of forms sent long ago, sessions long dead."""
    SessionStore(app.extensions["activity"]).forget_dead()
    with app.app_context(), transaction():
        forget_old_forms(datetime.now(UTC))


def listen(host: str, port: int) -> socket.socket:
    """The bound socket. Raises Refusal when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OverflowError:
        listener.close()
        raise Refusal(f"PORT={port}: hãy ghi một số từ 1 đến 65535.") from None
    except OSError as error:
        listener.close()
        taken = f"Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ PORT={port + 1}."
        other = f"Không mở được địa chỉ {host}:{port}: {error.strerror}."
        raise Refusal(taken if error.errno == errno.EADDRINUSE else other) from None
    return listener


class Server(BaseApplication):
    """gunicorn, told everything by program."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        return self.app


def _greet(app: Flask, settings: Settings, demo: bool) -> None:
    shown = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    address = f"http://[{shown}]:{settings.port}" if ":" in shown else f"http://{shown}:{settings.port}"
    click.echo(f"Sổ An Sinh đang chạy tại {address} — nhấn Ctrl+C để dừng.")
    with app.app_context():
        if demo:
            click.echo("Dữ liệu mẫu (không có thật). Vào bằng nút ở trang đăng nhập, trên chính máy này:")
            for member in demo_cast(today()):
                click.echo(f"  {member.username:<16} {member.role_title}{f' · {member.area}' if member.area else ''}")
        elif not is_installed():
            click.echo("Sổ còn trống: trang đầu tiên sẽ hỏi quản trị viên, cơ quan và danh mục đơn vị.")
            click.echo(f"Mở trang ấy từ máy khác thì cần mã thiết lập: {setup_code()}")
