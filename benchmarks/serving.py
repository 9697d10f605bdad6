"""A served notebook and a browser, for benchmarks, screenshots and browser tests."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

# What a page runs before its own scripts, so that the guide of a first visit stays away.
GUIDE_IS_READ = (
    "try { localStorage.setItem('hydro_mining.guide', 'read') } catch { /* a blank page */ }"
)
NOTEBOOK = Path(__file__).resolve().parent.parent / "dashboard.ipynb"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_START_WITHIN_S = 60.0


@dataclass(frozen=True)
class Served:
    """A running server: its address, the file its log goes to, and its process."""

    url: str
    log: Path
    pid: int = 0

    @property
    def cpu_ms(self) -> float:
        """CPU time that the server has taken so far, which others' load does not change."""
        user, system = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return 1_000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def chromium_path() -> str | None:
    """Return Debian's Chromium, or None where there is none."""
    return shutil.which("chromium")


@contextmanager
def served_notebook(
    notebook: Path = NOTEBOOK,
    *,
    options: Sequence[str] = (),
    port: int | None = None,
    first_asked: str | None = None,
    **environment: str,
) -> Iterator[Served]:
    """Serve a notebook on a free port of 127.0.0.1 and stop the server in the end.

    ``options`` are more of ``panel serve``; ``first_asked`` is what is asked for until the server
    answers, the page itself if it is None, which also warms it. Live data are off unless
    ``environment`` says otherwise: nothing calls out.
    """
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "panel", "serve", str(notebook)),
        *("--address", "127.0.0.1", "--port", str(port)),
        *("--allow-websocket-origin", f"127.0.0.1:{port}", *options),
    ]
    own = {"LIVE_DATA": "off", **environment}
    root = f"http://127.0.0.1:{port}"
    with _running(command, f"{root}/{first_asked or notebook.stem}", **own) as served:
        yield replace(served, url=f"{root}/{notebook.stem}")


@contextmanager
def served_live(upstream: str, folder: Path, **environment: str) -> Iterator[Served]:
    """Serve the dashboard with its live data from a stand-in; ``folder`` has the cache."""
    script = Path(__file__).with_name("live_dashboard.py")
    settings = {"LIVE_DATA": "on", "UPSTREAM": upstream, "LIVE_DATA_CACHE_DIR": str(folder)}
    settings["PYTHONPATH"] = str(script.parent)
    with served_notebook(script, **settings, **environment) as served:
        yield served


@contextmanager
def served_lab(folder: Path) -> Iterator[Served]:
    """Run JupyterLab over a folder, with settings of its own, and stop it in the end."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--notebook-dir={folder}"),
        *("--IdentityProvider.token=", "--ServerApp.password="),
    ]
    with tempfile.TemporaryDirectory() as own:
        settings = {f"JUPYTER_{kind}_DIR": f"{own}/{kind}" for kind in ("CONFIG", "RUNTIME")}
        settings["LIVE_DATA"] = "off"
        with _running(command, f"http://127.0.0.1:{port}/api/status", **settings) as served:
            yield replace(served, url=f"http://127.0.0.1:{port}/lab/tree")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def _running(command: list[str], url: str, **environment: str) -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "server.log"
        with file.open("wb") as log:
            server = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=NOTEBOOK.parent,
                env={**os.environ, **environment},
                start_new_session=True,
            )
            served = Served(url, file, server.pid)
            try:
                _wait_for(served, server)
                yield served
            finally:
                server.terminate()
                server.wait(timeout=30)
                with contextlib.suppress(ProcessLookupError):  # workers of --num-procs stay behind
                    os.killpg(server.pid, signal.SIGKILL)


def _wait_for(served: Served, server: subprocess.Popen[bytes]) -> None:
    """Ask until the server has answered once, which also warms it."""
    give_up = time.monotonic() + _START_WITHIN_S
    with httpx.Client(timeout=_START_WITHIN_S) as client:  # it reads certificates once
        while time.monotonic() < give_up and server.poll() is None:
            try:
                client.get(served.url)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
    raise RuntimeError(f"the server did not start: {served.log.read_text()}")


@contextmanager
def opened_browser(*arguments: str) -> Iterator[Browser]:
    """Open Debian's Chromium without a window, with more of its arguments if there are."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*_ARGUMENTS, *arguments]
        )
        try:
            yield browser
        finally:
            browser.close()
