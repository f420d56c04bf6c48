"""P20: one file holds it all, taken while others write; what comes out of it is what went in, or it is refused."""

import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from registry.commands.accounts import create_user, rename_user
from registry.kernel.actor import CONSOLE
from registry.queries.accounts import find_user
from registry.queries.audit import read_head, verify_log
from registry.storage.archive import BadArchive, Manifest, backup, read_manifest, restore
from registry.storage.attach import engines
from registry.storage.transaction import transaction
from tests.storage.stores import contents, opened

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(scope="module")
def filled(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with opened(kind, tmp_path_factory.mktemp("filled")) as app:
        yield app


def save(app: Flask, path: Path) -> Manifest:
    settings = app.config["REGISTRY"]
    return backup(path, settings.database_url, settings.activity_url)


@pytest.mark.parametrize("target", KINDS)
def test_what_comes_out_is_what_went_in_on_either_database(filled: Flask, target: str, tmp_path: Path) -> None:
    manifest = save(filled, tmp_path / "backup.zip")
    with opened(target, tmp_path / "new", filled=False) as new:
        assert restore(tmp_path / "backup.zip", *engines(new)) == manifest
        assert contents(new) == contents(filled)
        with new.app_context():
            verdict = verify_log((manifest.log_count, bytes.fromhex(manifest.log_head)))
            assert verdict.ok and verdict.count == manifest.log_count > 2
            with transaction():
                create_user(CONSOLE, username="moi.den", name="Người Mới Đến", role="leader")
            assert verify_log().ok


def test_the_file_is_private_and_nothing_is_left_beside_it(filled: Flask, tmp_path: Path) -> None:
    save(filled, tmp_path / "backup.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600


def test_a_failed_backup_leaves_the_old_one(filled: Flask, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_text("the old one")
    settings = filled.config["REGISTRY"]
    with pytest.raises(Exception, match="audit_head|no such table"):
        backup(tmp_path / "backup.zip", f"sqlite:///{tmp_path / 'empty.sqlite3'}", settings.activity_url)
    assert (tmp_path / "backup.zip").read_text() == "the old one"
    assert not list(tmp_path.glob(".*partial"))


def test_one_flipped_byte_anywhere_is_refused(filled: Flask, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    save(filled, path)
    whole = path.read_bytes()
    chance = Random(1)
    for place in {0, 11, len(whole) - 1, len(whole) - 65, *(chance.randrange(len(whole)) for _ in range(60))}:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        with pytest.raises(BadArchive, match="đã hỏng"):
            read_manifest(path)
    path.write_bytes(whole)
    assert read_manifest(path).log_count > 2


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 500])
def test_what_is_no_archive_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(BadArchive, match="không phải bản sao lưu"):
        read_manifest(tmp_path / "x.zip")
    with pytest.raises(BadArchive, match="Không mở được"):
        read_manifest(tmp_path / "absent.zip")


def test_a_place_with_data_is_never_overwritten(filled: Flask, tmp_path: Path) -> None:
    save(filled, tmp_path / "backup.zip")
    before = contents(filled)
    with pytest.raises(BadArchive, match="đã có dữ liệu"):
        restore(tmp_path / "backup.zip", *engines(filled))
    assert contents(filled) == before


@pytest.mark.check
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.check)])
def test_a_backup_taken_while_others_write_is_of_one_moment(kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "live") as app:
        before = save(app, tmp_path / "before.zip").log_count
        stop, written = threading.Event(), []
        writer = threading.Thread(target=write_on, args=(app, stop, written))
        writer.start()
        try:
            manifests = [save(app, tmp_path / f"{number}.zip") for number in range(4)]
        finally:
            stop.set()
            writer.join()
        assert len(written) > 4
        for number, manifest in enumerate(manifests):
            assert manifest.counts["registry"]["audit_event"] == manifest.log_count
            with opened(kind, tmp_path / f"new{number}", filled=False) as new, new.app_context():
                restore(tmp_path / f"{number}.zip", *engines(new))
                assert verify_log((manifest.log_count, bytes.fromhex(manifest.log_head))).ok
        with app.app_context():
            assert read_head()[0] == before + len(written)


def write_on(app: Flask, stop: threading.Event, written: list[str]) -> None:
    with app.app_context():
        while not stop.is_set():
            with transaction():
                user = find_user("quan.tri")
                assert user is not None
                rename_user(CONSOLE, user, name=f"Trần Quản Trị {len(written)}")
            written.append(user.name)
