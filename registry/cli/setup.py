"""`init` and `demo`: a registry to start with."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask, current_app

from registry.cli.output import Refusal, answer, as_json, group, say
from registry.cli.stores import prepare_stores, require_stores
from registry.commands.reference import load_reference
from registry.commands.sweep import sweep_when_stale
from registry.config import Settings, beside
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import is_installed
from registry.storage.attach import close_stores
from registry.storage.files import file_of, make_private, remove_store
from registry.storage.migrate import newest_revision
from registry.storage.transaction import transaction
from registry.web.setup_code import setup_code

SIZES = ("tiny", "small", "province")


@group.command("init")
@click.option("--units", type=click.Path(path_type=Path), help="Tệp CSV đơn vị hành chính của tỉnh khác.")
@as_json
def init(units: Path | None, json_: bool) -> None:
    """Lập hoặc nâng cấp cơ sở dữ liệu, nạp đơn vị, cơ quan, dân tộc, chuẩn nghèo, tham số."""
    prepare_stores(current_app)
    with transaction():
        load_reference(CONSOLE, units)
        sweep_when_stale()
    revision = newest_revision()
    answer({"revision": revision}, f"Cơ sở dữ liệu sẵn sàng, bản {revision}.", json_)


@group.command("setup-code")
@as_json
def show_setup_code(json_: bool) -> None:
    """In mã mà trang thiết lập hỏi khi sổ còn trống và mở từ máy khác."""
    require_stores(current_app)
    if is_installed():
        raise Refusal("Sổ đã được thiết lập; mã thiết lập không còn dùng.")
    code = setup_code()
    answer({"code": code}, code, json_)


@group.command("demo")
@click.option("--size", type=click.Choice(SIZES), default="tiny", show_default=True, help="Cỡ dữ liệu.")
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số này, cùng dữ liệu.")
@click.option("--manifest", type=click.Path(path_type=Path), help="Ghi những gì đã gieo vào tệp JSON này.")
@as_json
def demo(size: str, seed: int, manifest: Path | None, json_: bool) -> None:
    """Tạo một tỉnh giả định vào tệp riêng của dữ liệu mẫu, thay bản cũ."""
    settings: Settings = current_app.config["REGISTRY"].for_demo()
    target = file_of(settings.database_url)
    assert target is not None  # noqa: S101 - the demo always lives in a file
    partial = target.with_name(f".{target.stem}-{os.getpid()}{target.suffix}")
    try:
        with _interruptible():
            _build(_at(settings, partial), size, seed, manifest)
        _take_place(partial, target)
    finally:
        remove_store(partial)
        remove_store(_activity_of(partial))
    answer({"file": str(target), "size": size, "seed": seed}, f"Dữ liệu mẫu đã có ở {target}.", json_)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl+C counts at the latest at the end, also where Python swallows it: in the callback of a weak reference."""
    pressed: list[int] = []

    def stop(signal_number: int, _frame: object) -> None:
        pressed.append(signal_number)
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _build(settings: Settings, size: str, seed: int, manifest: Path | None) -> None:
    from registry import create_app
    from registry.demo import make_demo

    say("Đang tạo dữ liệu mẫu…")
    app: Flask = create_app(settings)
    prepare_stores(app)
    with app.app_context():
        make_demo(size, seed, manifest)
    close_stores(app)


def _at(settings: Settings, path: Path) -> Settings:
    url = f"sqlite:///{path}"
    return replace(settings, database_url=url, activity_url=beside(url))


def _activity_of(path: Path) -> Path:
    found = file_of(beside(f"sqlite:///{path}"))
    assert found is not None  # noqa: S101 - beside a file stands a file
    return found


def _take_place(partial: Path, target: Path) -> None:
    """The finished demo gets its name; the old one's sessions and views go with it."""
    make_private(target)
    for new, old in ((partial, target), (_activity_of(partial), _activity_of(target))):
        remove_store(old)
        new.replace(old)
