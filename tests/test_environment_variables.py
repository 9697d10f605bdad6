"""The environment: every variable, what it must be, and that keys are shown nowhere."""

import copy
import dataclasses
import json
import pickle
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from hydro_mining.environment import Environment, Secret, read_environment
from hydro_mining.exceptions import InputError

CANARY = "CG-canary-4711"


def problem(**variables: str) -> str:
    """Return the message with which an environment is refused."""
    with pytest.raises(InputError) as raised:
        read_environment(variables)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_without_variables_each_setting_has_its_default():
    """Live data, kept for a day, a round of 15 s, calls of 4 s, no key, no own server."""
    settings = read_environment({})
    assert settings.live_data
    assert settings.cache_ttl_s == 86_400
    assert settings.deadline_s == 15
    assert settings.call_timeout_s == 4
    assert settings.daily_call_limit is None
    assert settings.cache_folder == user_cache_path("hydro-mining") / "network"
    assert settings.mempool_url is None
    assert settings.user_agent.reveal() == "hydro-mining"
    assert settings.coingecko_api_key is None
    assert settings.hashrate_index_api_key is None
    assert settings.default_discount_rate is None


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("LIVE_DATA", "off", "live_data", False),
        ("LIVE_DATA", "FALSE", "live_data", False),
        ("LIVE_DATA", "0", "live_data", False),
        ("LIVE_DATA", "no", "live_data", False),
        ("LIVE_DATA", " Yes ", "live_data", True),
        ("LIVE_DATA", "1", "live_data", True),
        ("LIVE_DATA_CACHE_TTL_S", "1", "cache_ttl_s", 1.0),
        ("LIVE_DATA_CACHE_TTL_S", "31536000", "cache_ttl_s", 31_536_000.0),
        ("LIVE_DATA_DEADLINE_S", "1.5", "deadline_s", 1.5),
        ("LIVE_DATA_DEADLINE_S", "60", "deadline_s", 60.0),
        ("LIVE_DATA_TIMEOUT_S", "0.1", "call_timeout_s", 0.1),
        ("LIVE_DATA_TIMEOUT_S", "3e1", "call_timeout_s", 30.0),
        ("LIVE_DATA_DAILY_CALL_LIMIT", "0", "daily_call_limit", 0),
        ("LIVE_DATA_DAILY_CALL_LIMIT", "100000", "daily_call_limit", 100_000),
        ("LIVE_DATA_DAILY_CALL_LIMIT", "007", "daily_call_limit", 7),
        ("LIVE_DATA_CACHE_DIR", "/var/cache/hydro", "cache_folder", Path("/var/cache/hydro")),
        ("LIVE_DATA_CACHE_DIR", "~/hydro", "cache_folder", Path.home() / "hydro"),
        (
            "LIVE_DATA_MEMPOOL_URL",
            "https://mempool.example/base/",
            "mempool_url",
            "https://mempool.example/base",
        ),
        (
            "LIVE_DATA_MEMPOOL_URL",
            "https://8.8.8.8:8443",
            "mempool_url",
            "https://8.8.8.8:8443",
        ),
        ("MOST_STARTING_PAGES", "1", "most_starting_pages", 1),
        ("MOST_STARTING_PAGES", "9999", "most_starting_pages", 9_999),
        ("DEFAULT_DISCOUNT_RATE", "0.08", "default_discount_rate", 0.08),
        ("DEFAULT_DISCOUNT_RATE", "-0.5", "default_discount_rate", -0.5),
        ("DEFAULT_DISCOUNT_RATE", "10", "default_discount_rate", 10.0),
    ],
)
def test_a_variable_sets_its_field_and_no_other(name, text, field, value):
    """Blanks around a value do not count; a value at its limit is allowed."""
    settings = read_environment({name: text})
    assert getattr(settings, field) == value
    defaults = Environment(user_agent=settings.user_agent)
    assert dataclasses.replace(settings, **{field: getattr(defaults, field)}) == defaults


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("LIVE_DATA_USER_AGENT", "user_agent"),
        ("COINGECKO_API_KEY", "coingecko_api_key"),
        ("HASHRATE_INDEX_API_KEY", "hashrate_index_api_key"),
    ],
)
def test_a_secret_is_revealed_only_when_asked(name, field):
    """It is the text that was given, without blanks around it."""
    assert getattr(read_environment({name: f" {CANARY}\n"}), field).reveal() == CANARY


@pytest.mark.parametrize(
    "name",
    [
        "LIVE_DATA",
        "LIVE_DATA_CACHE_TTL_S",
        "LIVE_DATA_DAILY_CALL_LIMIT",
        "LIVE_DATA_CACHE_DIR",
        "LIVE_DATA_MEMPOOL_URL",
        "COINGECKO_API_KEY",
        "DEFAULT_DISCOUNT_RATE",
    ],
)
@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_an_empty_variable_counts_as_unset(name, empty):
    """An unfilled line of an environment file is no mistake."""
    settings = read_environment({name: empty})
    defaults = Environment(user_agent=settings.user_agent)
    assert settings == defaults


def test_other_variables_do_not_matter():
    """What is not ours is not read."""
    settings = read_environment({"PATH": "/bin", "LIVE_DATA_X": "?", "live_data": "off"})
    assert settings.live_data


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("LIVE_DATA", "maybe", "LIVE_DATA must be on or off; got 'maybe'"),
        ("LIVE_DATA", "2", "LIVE_DATA must be on or off; got '2'"),
        (
            "LIVE_DATA_CACHE_TTL_S",
            "0.5",
            "LIVE_DATA_CACHE_TTL_S must be a number from 1 to 31,536,000 (seconds); got '0.5'",
        ),
        (
            "LIVE_DATA_CACHE_TTL_S",
            "nan",
            "LIVE_DATA_CACHE_TTL_S must be a number from 1 to 31,536,000 (seconds); got 'nan'",
        ),
        (
            "LIVE_DATA_CACHE_TTL_S",
            "inf",
            "LIVE_DATA_CACHE_TTL_S must be a number from 1 to 31,536,000 (seconds); got 'inf'",
        ),
        (
            "LIVE_DATA_DEADLINE_S",
            "60.1",
            "LIVE_DATA_DEADLINE_S must be a number from 1 to 60 (seconds); got '60.1'",
        ),
        (
            "LIVE_DATA_DEADLINE_S",
            "15 s",
            "LIVE_DATA_DEADLINE_S must be a number from 1 to 60 (seconds); got '15 s'",
        ),
        (
            "LIVE_DATA_DEADLINE_S",
            "1_0",
            "LIVE_DATA_DEADLINE_S must be a number from 1 to 60 (seconds); got '1_0'",
        ),
        (
            "LIVE_DATA_TIMEOUT_S",
            "0",
            "LIVE_DATA_TIMEOUT_S must be a number from 0.1 to 30 (seconds); got '0'",
        ),
        (
            "LIVE_DATA_DAILY_CALL_LIMIT",
            "-1",
            "LIVE_DATA_DAILY_CALL_LIMIT must be a whole number from 0 to 100,000 (calls a day); "
            "got '-1'",
        ),
        (
            "LIVE_DATA_DAILY_CALL_LIMIT",
            "5.0",
            "LIVE_DATA_DAILY_CALL_LIMIT must be a whole number from 0 to 100,000 (calls a day); "
            "got '5.0'",
        ),
        (
            "LIVE_DATA_DAILY_CALL_LIMIT",
            "100001",
            "LIVE_DATA_DAILY_CALL_LIMIT must be a whole number from 0 to 100,000 (calls a day); "
            "got '100001'",
        ),
        (
            "LIVE_DATA_DAILY_CALL_LIMIT",
            "٣",
            "LIVE_DATA_DAILY_CALL_LIMIT must be a whole number from 0 to 100,000 (calls a day); "
            "got '٣'",
        ),
        (
            "LIVE_DATA_DAILY_CALL_LIMIT",
            "000000000200000",
            "LIVE_DATA_DAILY_CALL_LIMIT must be a whole number from 0 to 100,000 (calls a day); "
            "got '000000000200000'",
        ),
        (
            "DEFAULT_DISCOUNT_RATE",
            "-1",
            "DEFAULT_DISCOUNT_RATE must be a number above -1 up to 10 "
            "(fraction a year, 0.1 is 10 %); got '-1'",
        ),
        (
            "DEFAULT_DISCOUNT_RATE",
            "8 %",
            "DEFAULT_DISCOUNT_RATE must be a number above -1 up to 10 "
            "(fraction a year, 0.1 is 10 %); got '8 %'",
        ),
        (
            "LIVE_DATA_MEMPOOL_URL",
            "mempool.example",
            "LIVE_DATA_MEMPOOL_URL must be a URL such as https://mempool.example; "
            "got 'mempool.example'",
        ),
        (
            "LIVE_DATA_MEMPOOL_URL",
            "http://mempool.example",
            "LIVE_DATA_MEMPOOL_URL must be an https URL; got 'http://mempool.example'",
        ),
        (
            "LIVE_DATA_MEMPOOL_URL",
            "ftp://mempool.example",
            "LIVE_DATA_MEMPOOL_URL must be an https URL; got 'ftp://mempool.example'",
        ),
    ],
)
def test_a_bad_value_is_refused_in_one_line(name, text, message):
    """The line names the variable, the rule with its unit, and the value."""
    assert problem(**{name: text}) == message


def test_a_number_without_end_is_refused():
    """Five thousand digits are refused like any other text that is no number of calls."""
    message = problem(LIVE_DATA_DAILY_CALL_LIMIT="0" * 5_000)
    assert message.startswith("LIVE_DATA_DAILY_CALL_LIMIT must be a whole number from 0")


def test_the_home_of_nobody_is_refused():
    """A folder below a user who does not exist is named with its variable."""
    message = problem(LIVE_DATA_CACHE_DIR="~nobody-of-that-name/cache")
    assert message.startswith("LIVE_DATA_CACHE_DIR must be ")


PRIVATE = [
    "https://localhost",
    "https://localhost.",
    "https://node.localhost",
    "https://mempool.local",
    "https://metadata.google.internal",
    "https://metadata.google.internal.",
    "https://127.0.0.1",
    "https://127.0.0.1.",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://10.0.0.1",
    "https://192.168.1.1:8443",
    "https://169.254.169.254",
    "https://100.64.0.1",
    "https://[::1]",
    "https://[fe80::1]",
    "https://[::ffff:127.0.0.1]",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_host_is_refused_unless_allowed(url):
    """Also with a final dot, and in the older forms of an address that a resolver takes."""
    assert problem(LIVE_DATA_MEMPOOL_URL=url) == (
        "LIVE_DATA_MEMPOOL_URL must be a public host, or LIVE_DATA_ALLOW_PRIVATE_HOSTS "
        f"must be set to on; got '{url}'"
    )
    allowed = {"LIVE_DATA_MEMPOOL_URL": url, "LIVE_DATA_ALLOW_PRIVATE_HOSTS": "on"}
    assert read_environment(allowed).mempool_url == url


def test_a_private_host_may_go_without_tls():
    """An own server in the house needs no certificate."""
    own = {"LIVE_DATA_MEMPOOL_URL": "http://10.0.0.1:3006", "LIVE_DATA_ALLOW_PRIVATE_HOSTS": "on"}
    assert read_environment(own).mempool_url == "http://10.0.0.1:3006"


def test_whether_private_hosts_are_allowed_is_on_or_off():
    """Another word is refused, not taken for off."""
    message = problem(
        LIVE_DATA_MEMPOOL_URL="https://10.0.0.1", LIVE_DATA_ALLOW_PRIVATE_HOSTS="maybe"
    )
    assert message == "LIVE_DATA_ALLOW_PRIVATE_HOSTS must be on or off; got 'maybe'"


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https://[::1",
        "https://mempool.example:abc",
        "https://mempool.example:99999",
        "https://mem\npool.example",
        "https://mempool .example",
        "https://mempool.example/?a=1",
        "https://mempool.example/#a",
        "https://mempool.example#",
        "https://mempool.example?",
        "https://..",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url):
    """A broken host or port is told at the start, not at the first call."""
    assert problem(LIVE_DATA_MEMPOOL_URL=url).startswith("LIVE_DATA_MEMPOOL_URL must be ")


@pytest.mark.parametrize(
    "url",
    [
        f"https://anna:{CANARY}@mempool.example",
        f"https://{CANARY}@mempool.example",
        f"http://anna:{CANARY}@10.0.0.1",
        f"https://mempool.example/?api_key={CANARY}",
        f"https://mempool.example/#{CANARY}",
    ],
)
def test_a_refused_address_shows_no_secret_of_it(url):
    """Passwords and parameters of a URL are not repeated."""
    assert CANARY not in problem(LIVE_DATA_MEMPOOL_URL=url)


@pytest.mark.parametrize(
    "name", ["LIVE_DATA_USER_AGENT", "COINGECKO_API_KEY", "HASHRATE_INDEX_API_KEY"]
)
@pytest.mark.parametrize("break_", ["\r\nX-Evil: 1", "\x00", "£", "\x7f", "\ud800"])
def test_a_broken_key_is_refused_without_showing_it(name, break_):
    """What could end a header is refused, and the message does not repeat it."""
    with pytest.raises(InputError) as raised:
        read_environment({name: f"{CANARY}{break_}{CANARY}"})
    assert str(raised.value) == (
        f"{name} must be a text of printable ASCII characters; got 'another, not shown here'"
    )
    assert CANARY not in repr(vars(raised.value))
    assert raised.value.__cause__ is None


def test_a_secret_has_no_readable_form():
    """Neither repr, str, format, JSON nor its settings show it."""
    settings = read_environment({"COINGECKO_API_KEY": CANARY, "LIVE_DATA_USER_AGENT": CANARY})
    secret = settings.coingecko_api_key
    assert secret is not None
    shown = [repr(secret), str(secret), f"{secret}", f"{secret!s:>20}", "%s" % secret]  # noqa: UP031
    shown += [repr(settings), str(settings), f"{settings}", json.dumps({"k": secret}, default=str)]
    shown += [repr({"k": secret}), str([secret]), str(dir(secret))]
    assert not [text for text in shown if CANARY in text]
    assert repr(secret) == "<secret>"
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_is_not_stored(protocol):
    """Pickling it, or settings with it, is refused."""
    for thing in (Secret(CANARY), Environment(coingecko_api_key=Secret(CANARY))):
        with pytest.raises(TypeError, match="a secret is not stored"):
            pickle.dumps(thing, protocol=protocol)


def test_a_secret_is_not_copied():
    """A copy would be one more place to leak from."""
    for make in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="a secret is not stored"):
            make(Secret(CANARY))


def test_settings_do_not_change():
    """They are read once."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_environment({}).live_data = False


def test_the_process_environment_is_read_by_default(monkeypatch):
    """Without an argument the variables are those of the process."""
    monkeypatch.setenv("LIVE_DATA_DEADLINE_S", "7")
    assert read_environment().deadline_s == 7
