"""What the page on deployment says, done: the product's start script behind Debian's nginx."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from serving import free_port
from tornado.httpclient import HTTPRequest
from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

ROOT = Path(__file__).parents[1]
NAME = "mining.example.org"
STARTS_WITHIN_S = 120
# A login's cookie: nginx and Bokeh refuse a session whose token carries it.
LOGIN = "login=" + "x" * 12_000

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None and "CI" not in os.environ,
    reason="no nginx: Debian's nginx-light",
)


def own_nginx(folder: Path, *, port: int, server: int) -> Path:
    """Return the configuration with the repository's server block, on ports of its own."""
    block = (ROOT / "deploy" / "nginx.conf").read_text()
    block = block.replace("listen 80;", f"listen 127.0.0.1:{port};")
    block = block.replace("127.0.0.1:5006;", f"127.0.0.1:{server};")
    folders = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    made = folder / "nginx.conf"
    made.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{folders}{block}}}\n"
    )
    return made


@contextmanager
def running(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, and stop it by its own handle."""
    with subprocess.Popen(command, env=os.environ | environment) as program:
        try:
            yield program
        finally:
            program.terminate()
            program.wait(timeout=30)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where the proxy serves the dashboard."""
    folder = tmp_path_factory.mktemp("deploy")
    port, server = free_port(), free_port()
    serve = {
        "PANEL": str(Path(sys.executable).parent / "panel"),
        "NOTEBOOK": str(ROOT / "dashboard.ipynb"),
        "SETUP": str(ROOT / "deploy" / "guard.py"),
        "ADDRESS": "127.0.0.1",
        "PORT": str(server),
        "ORIGIN": NAME,
        "LIVE_DATA": "off",
        "LIVE_DATA_CACHE_DIR": str(folder / "cache"),
    }
    nginx = own_nginx(folder, port=port, server=server)
    with (
        running(str(ROOT / "deploy" / "serve"), **serve),
        running(shutil.which("nginx") or "nginx", "-p", str(folder), "-c", str(nginx)),
    ):
        until = time.monotonic() + STARTS_WITHIN_S
        while not answers(f"http://127.0.0.1:{port}/dashboard"):
            assert time.monotonic() < until, "the proxy never had a page"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/dashboard"


def answers(url: str) -> bool:
    """Whether there is a page."""
    try:
        return asked(url).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def asked(url: str, **headers: str) -> httpx.Response:
    """Ask as a browser does that knows the server by its name."""
    return httpx.get(url, headers={"Host": NAME, **headers}, timeout=60)


def test_a_page_of_who_is_logged_in_opens_its_websocket(address: str) -> None:
    """The login's cookie is not in the token; nginx hands the socket on, and the server answers."""
    page = asked(address, Cookie=LOGIN)
    assert page.status_code == httpx.codes.OK
    (token,) = set(re.findall(r'"token":\s*"([\w.-]+)"', page.text))
    assert len(token) < 4_000

    async def first_word() -> object:
        request = HTTPRequest(
            f"{address.replace('http', 'ws', 1)}/ws",
            headers={"Host": NAME, "Origin": f"http://{NAME}", "Cookie": LOGIN},
        )
        socket = await websocket_connect(request, subprotocols=["bokeh", token])
        word = await socket.read_message()
        socket.close()
        return word

    assert "ACK" in str(IOLoop(make_current=False).run_sync(first_word, timeout=60))


def test_our_headers_pass_the_proxy(address: str) -> None:
    """What keeps foreign pages out is on what a browser gets."""
    assert asked(address).headers["X-Content-Type-Options"] == "nosniff"


def test_another_name_is_refused_behind_the_proxy_too(address: str) -> None:
    """The name that a browser used reaches the server."""
    assert asked(address, Host="elsewhere.example").status_code == httpx.codes.FORBIDDEN
