"""P18: what must not run does not start, and says so in one sentence; what may, serves and stops."""

import json
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.storage.engine import open_engine
from tests.children import ROOT
from tests.cli.console import FLASK, environment, refused, run


@pytest.fixture(scope="module")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("initialised")
    done = run(folder, "init")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def made(initialised: Path, tmp_path: Path) -> Path:
    """A folder with an initialised registry."""
    return Path(shutil.copytree(initialised, tmp_path, dirs_exist_ok=True))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"REGISTRY_SECRET_KEY": "dev"}, "REGISTRY_SECRET_KEY"),
        ({"REGISTRY_TODAY": "hôm nay"}, "REGISTRY_TODAY=hôm nay"),
        ({"PORT": "http"}, "PORT=http"),
        ({"PORT": "99999"}, "PORT=99999"),
        ({"HOST": "::"}, "REGISTRY_TRUSTED_HOSTS"),
        ({"FLASK_DEBUG": "1"}, "gỡ lỗi"),
    ],
)
def test_p18_an_unsafe_setting_is_refused(tmp_path: Path, env: dict[str, str], why: str) -> None:
    assert why in refused(run(tmp_path, "serve", env=env))


def test_p18_files_are_made_for_their_owner_only(made: Path) -> None:
    files = list(made.glob("*.sqlite3*"))
    assert len(files) >= 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


@pytest.mark.parametrize("name", ["registry.sqlite3", "registry-activity.sqlite3"])
def test_p18_a_database_others_can_read_is_refused(made: Path, name: str) -> None:
    (made / name).chmod(0o644)
    told = refused(run(made, "serve"))
    assert f"chmod 600 {made / name}" in told


def test_p18_a_database_newer_than_the_program_is_refused(made: Path) -> None:
    engine = open_engine(f"sqlite:///{made / 'registry.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    assert "9999, mới hơn" in refused(run(made, "serve"))


def test_p18_a_taken_port_is_named(made: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Cổng {port}" in refused(run(made, "serve", env={"PORT": str(port)}))


def test_p18_no_database_server_is_said_in_one_sentence(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://nobody@/none?host={tmp_path}"
    assert "Cơ sở dữ liệu không trả lời" in refused(run(tmp_path, "serve", env={"REGISTRY_DATABASE_URL": url}))


def test_no_demo_yet_says_how_to_make_one(copy: Path) -> None:
    assert "make demo" in refused(run_copy(copy, "serve", "--demo"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    env = environment(tmp_path, PORT=str(port), WORKERS="1")
    started = subprocess.Popen(
        [*FLASK, "registry", "serve"], env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield started, port
    started.kill()
    started.communicate()


def test_it_serves_an_empty_registry_says_where_and_stops_when_told(
    server: tuple[subprocess.Popen[str], int], tmp_path: Path
) -> None:
    started, port = server
    page = wait_for(f"http://127.0.0.1:{port}/healthz")
    assert '"database":"ok"' in page.replace(" ", "")
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=40)
    assert f"http://127.0.0.1:{port}" in out and "Ctrl+C" in out and "còn trống" in out
    assert started.returncode == 0 and "Traceback" not in err
    code = run(tmp_path, "setup-code").stdout.strip()
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code) and code in out


def test_an_over_long_address_is_refused(server: tuple[subprocess.Popen[str], int]) -> None:
    _, port = server
    wait_for(f"http://127.0.0.1:{port}/healthz")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as browser:
        browser.sendall(b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert re.match(rb"HTTP/1.1 4(00|14) ", browser.recv(100))


def wait_for(address: str, seconds: float = 30) -> str:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program in a folder of its own: the demo always lives beside the program."""
    for name in ("registry", "migrations", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run_copy(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = environment(copy, PYTHONPATH=str(copy), PYTHONSAFEPATH="1")
    return subprocess.run([*FLASK, "registry", *words], env=env, cwd=copy, capture_output=True, text=True, timeout=120)


@pytest.mark.check
def test_the_demo_is_made_whole_and_served_with_its_names(copy: Path) -> None:
    done = run_copy(copy, "demo", "--size", "tiny", "--seed", "7", "--manifest", str(copy / "manifest.json"))
    assert done.returncode == 0, done.stderr
    instance = copy / "instance"
    assert {path.name for path in instance.glob("*.sqlite3")} == {"demo.sqlite3", "demo-activity.sqlite3"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in instance.iterdir()} == {0o600}
    assert json.loads((copy / "manifest.json").read_text())["day"] == "2021-12-15"
    port = free_port()
    env = environment(copy, PYTHONPATH=str(copy), PYTHONSAFEPATH="1", PORT=str(port), WORKERS="1")
    with subprocess.Popen([*FLASK, "registry", "serve", "--demo"], env=env, cwd=copy, stdout=subprocess.PIPE) as served:
        try:
            assert "ok" in wait_for(f"http://127.0.0.1:{port}/healthz")
        finally:
            served.terminate()
        out = served.communicate(timeout=40)[0].decode()
    assert "không có thật" in out and "Quản trị hệ thống" in out


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Children hear Ctrl+C even where whoever runs the tests told them not to, as a shell does in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.check
@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupted_demo_leaves_nothing(copy: Path) -> None:
    env = environment(copy, PYTHONPATH=str(copy), PYTHONSAFEPATH="1")
    with subprocess.Popen([*FLASK, "registry", "demo"], env=env, cwd=copy, stderr=subprocess.PIPE, text=True) as making:
        assert making.stderr is not None
        making.stderr.readline()
        time.sleep(1)
        making.send_signal(signal.SIGINT)
        making.communicate(timeout=60)
    assert making.returncode != 0
    assert not list((copy / "instance").glob("*.sqlite3*")) and not list((copy / "instance").glob(".*"))
