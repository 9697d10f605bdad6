"""A served page answers to its own names alone, with our headers, under Panel's own options."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from bokeh.util.token import generate_jwt_token, get_session_id
from serving import Served, served_notebook
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).parents[1]
NAME = "hydro.example:5006"
CERTIFICATES = httpx.create_ssl_context()  # read once: every call would take 20 ms for them
SCRIPT = "static/js/bokeh.min.js"
TOKEN = re.compile(r'"token":\s*"([^"]+)"')


@pytest.fixture(scope="module")
def served():
    """The notebook, served under its own name and one of a network."""
    own = {"MOST_STARTING_PAGES": "9999"}  # here nobody comes for most pages
    with served_notebook(options=("--allow-websocket-origin", NAME), **own) as running:
        yield running


def got(served: Served, path: str = "", **headers: str) -> httpx.Response:
    """Ask for the page, or what is behind it, with headers of one's own."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(served.url + path, headers=named, timeout=60, verify=CERTIFICATES)


def token_of(page: httpx.Response) -> str:
    """Return the token that a page opens its connection with."""
    found = TOKEN.search(page.text)
    assert found is not None
    return found[1]


def opened(served: Served, token: str, **headers: str) -> bool:
    """Tell whether a websocket opens: the server's first word to a page is an ACK."""

    async def ask() -> bool:
        request = HTTPRequest(
            served.url.replace("http", "ws", 1) + "/ws", headers=headers, request_timeout=30
        )
        try:
            socket = await websocket_connect(request, subprotocols=["bokeh", token])
        except HTTPClientError as error:
            if error.code != 403:
                raise
            return False
        header = await asyncio.wait_for(socket.read_message(), 30)
        socket.close()
        return header is not None and "ACK" in str(header)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "host", ["localhost:8080", "127.0.0.1", "LOCALHOST", NAME, "hydro.EXAMPLE:5006"]
)
def test_its_own_names_are_answered(served, host):
    """Names of this machine with any port, as of a tunnel, and the one that it was started for."""
    page = got(served, Host=host)
    assert page.status_code == 200
    assert "You put in" in page.text


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "attacker.example:5006",
        "hydro.example",
        "hydro.example:5007",
        "hydro.example:5006.attacker.example",
        "localhost.attacker.example:5006",
        "127.0.0.1.attacker.example",
        "10.0.0.7:5006",
        "[::1]:5006",
        "localhost:5006:5006",
        "localhost:",
    ],
)
@pytest.mark.parametrize("path", ["", "/ws", "/session", "/static/js/bokeh.min.js"])
def test_other_names_are_refused_with_a_word(served, host, path):
    """Whatever is asked for, and also if Origin is the same name: that is DNS rebinding."""
    page = got(served, path, Host=host, Origin=f"http://{host}")
    assert page.status_code == 403
    assert page.text.count("\n") == 1
    assert "--allow-websocket-origin" in page.text
    assert "Gross profit" not in page.text


@pytest.mark.parametrize(
    ("host", "origin", "is_let_in"),
    [
        ("localhost:5006", "http://localhost:5006", True),
        ("localhost:5006", f"http://{NAME}", True),
        (NAME, f"https://{NAME}", True),
        ("localhost:5006", "http://localhost:8888", False),
        ("localhost:5006", "http://attacker.example", False),
        ("localhost:5006", "null", False),
        (NAME, "http://attacker.example", False),
    ],
)
def test_a_websocket_is_opened_for_pages_of_the_served_names(served, host, origin, is_let_in):
    """Origin must be the name that is asked, or one that was named."""
    token = token_of(got(served))
    assert opened(served, token, Host=host, Origin=origin) is is_let_in


def test_a_program_without_origin_may_connect(served):
    """Only a browser has an Origin, and it always has one."""
    assert opened(served, token_of(got(served)))


@pytest.mark.parametrize("token", ["junk", "e30", "ünk", "a.b", "W10", '"', "x" * 9000])
def test_a_junk_token_leaves_no_traceback(served, token):
    """What is no token is refused before Bokeh reads it; the log has one line."""
    before = len(served.log.read_text())
    for protocols in (f"bokeh, {token}", token, "bokeh", f"bokeh, {token}, more"):
        page = got(
            served,
            "/ws",
            Upgrade="websocket",
            Connection="Upgrade",
            Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==",
            Sec_WebSocket_Version="13",
            Sec_WebSocket_Protocol=protocols.encode(),
        )
        assert page.status_code in {400, 403}
    logged = served.log.read_text()[before:]
    assert "Traceback" not in logged
    assert logged.count("request refused") <= 4
    assert token not in logged or token in {'"', "e30"}


def test_a_token_that_has_ended_is_refused(served):
    """A page of yesterday asks for a session anew."""
    ended = generate_jwt_token("a" * 44, expiration=-1)
    assert not opened(served, ended)


@pytest.mark.parametrize("path", ["", "/static/js/bokeh.min.js", "/session"])
def test_our_headers_are_on_every_answer(served, path):
    """No guessing of types, no foreign page around ours, no address told to others."""
    headers = got(served, path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert headers["Referrer-Policy"] == "same-origin"
    assert got(served, path, Host="attacker.example").headers["X-Content-Type-Options"] == "nosniff"


def test_a_living_session_can_be_come_back_to(served):
    """Its page is given a new token; of a session that is no more there is none."""
    asked = got(served, "/session", Bokeh_Session_Id="never was").json()
    assert asked == {"token": None}
    name = get_session_id(token_of(got(served)))
    renewed = got(served, "/session", Bokeh_Session_Id=name).json()["token"]
    assert opened(served, renewed)


@pytest.mark.parametrize(
    "options",
    [
        ("--warm",),
        ("--reuse-sessions",),
        ("--warm", "--reuse-sessions"),
        ("--num-threads", "4"),
        ("--num-procs", "2"),
    ],
    ids=" ".join,
)
def test_panel_s_own_options_work(options):
    """The page comes, its connection opens, and the log has no fault.

    With --warm the first request of all is looked at too.
    """
    is_warm = "--warm" in options
    with served_notebook(options=options, first_asked=SCRIPT if is_warm else None) as running:
        if is_warm:
            assert got(running, Host="attacker.example").status_code == 403
        for _ in range(3):
            page = got(running)
            assert "You put in" in page.text
            assert opened(running, token_of(page))
        # The door is a process's own, and comes with its first page.
        cold = 1 if "--num-procs" in options else 0
        answers = [got(running, Host="attacker.example").status_code for _ in range(4)]
        assert answers.count(403) >= 4 - cold
        assert set(answers) <= {403, 200}
        log = running.log.read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log


@pytest.mark.parametrize("options", [(), ("--num-procs", "2")], ids=["one", "two"])
def test_a_setup_script_guards_before_the_first_page(options):
    """Every process refuses a foreign name from its first request on."""
    setup = ("--setup", str(ROOT / "deploy" / "guard.py"))
    with served_notebook(options=(*setup, *options), first_asked=SCRIPT) as running:
        answers = [got(running, Host="attacker.example").status_code for _ in range(6)]
        assert answers == [403] * 6
        assert got(running).status_code == 200


def test_a_cold_server_opens_no_connection_for_a_foreign_name():
    """Its very first page installs the door, and comes before it: first figures, and no more.

    A page that no browser has come for counts as starting; beyond two the next one is put off.
    """
    with served_notebook(first_asked=SCRIPT, MOST_STARTING_PAGES="2") as running:
        page = got(running, Host="attacker.example")
        assert page.status_code == 200
        foreign = {"Host": "attacker.example", "Origin": "http://attacker.example"}
        assert not opened(running, token_of(page), **foreign)
        assert got(running, Host="attacker.example").status_code == 403
        assert got(running).status_code == 200
        later = got(running)
        assert later.status_code == 503
        assert int(later.headers["Retry-After"]) > 0
        assert "opens by itself" in later.text
        assert 'http-equiv="refresh"' in later.text
        assert got(running, "/session", Bokeh_Session_Id="x").status_code == 200
        assert "Traceback" not in running.log.read_text()
