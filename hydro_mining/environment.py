"""What an operator sets, from the environment and from nowhere else."""

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path

from hydro_mining.exceptions import InputError

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_MOST_CALLS = 100_000
_WHOLE = re.compile(r"[0-9]{1,20}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_PRINTABLE = re.compile(r"[\x20-\x7e]+")


class Secret:
    """A text that is shown nowhere: it has no readable form but ``reveal``."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, for the header that carries it and for nothing else."""
        return self._text

    def __repr__(self) -> str:
        return "<secret>"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not stored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The operator's settings; docs/live-data.md lists their variables.

    Parameters
    ----------
    live_data
        Whether providers are asked at all.
    cache_ttl_s
        A stored value younger than this is used without a call [s].
    deadline_s
        A refresh ends within this time [s].
    call_timeout_s
        A call ends within this time, however slowly the server drips [s].
    daily_call_limit
        Calls a day to each provider; None leaves each its own.
    cache_folder
        Where stored values and the record of calls live.
    mempool_url
        Base of an own mempool server; None is mempool.space.
    most_starting_pages
        Pages that a server starts at a time; who comes then is asked to come again.
    """

    live_data: bool = True
    cache_ttl_s: float = 86_400.0
    deadline_s: float = 15.0
    call_timeout_s: float = 4.0
    daily_call_limit: int | None = None
    cache_folder: Path = field(default_factory=lambda: user_cache_path("hydro-mining") / "network")
    mempool_url: str | None = None
    user_agent: Secret = field(default_factory=lambda: Secret("hydro-mining"))
    coingecko_api_key: Secret | None = None
    hashrate_index_api_key: Secret | None = None
    default_discount_rate: float | None = None
    most_starting_pages: int = 10


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Return the settings that the environment's variables give; an empty one counts as unset.

    Raises
    ------
    InputError
        If a variable breaks its rule; the variables of keys never show their value.
    """
    given = {name: text.strip() for name, text in variables.items() if text.strip()}
    values: dict[str, object] = {}
    for name, (setting, read) in _VARIABLES.items():
        if name in given:
            values[setting] = read(name, given[name])
    allowed = "LIVE_DATA_ALLOW_PRIVATE_HOSTS"
    is_private_allowed = _switch(allowed, given.get(allowed, "off"))
    own_server = "LIVE_DATA_MEMPOOL_URL"
    if own_server in given:
        url = given[own_server].rstrip("/")
        _check_url(own_server, url, is_private_allowed=is_private_allowed)
        values["mempool_url"] = url
    return Environment(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def _switch(name: str, text: str) -> bool:
    if text.lower() not in {*_TRUE, *_FALSE}:
        raise InputError(name, "on or off", text)
    return text.lower() in _TRUE


def _number(low: float, high: float, rule: str) -> Callable[[str, str], float]:
    def read(name: str, text: str) -> float:
        value = float(text) if _DECIMAL.fullmatch(text) else math.nan
        if not low <= value <= high:
            raise InputError(name, rule, text)
        return value

    return read


def _seconds(low: float, high: float) -> Callable[[str, str], float]:
    return _number(low, high, f"a number from {low:,.10g} to {high:,.10g} (seconds)")


def _pages(name: str, text: str) -> int:
    digits = text.lstrip("0")
    if not _WHOLE.fullmatch(text) or not digits or len(digits) > 4:  # noqa: PLR2004
        raise InputError(name, "a whole number from 1 to 9,999 (pages)", text)
    return int(digits)


def _calls(name: str, text: str) -> int:
    digits = text.lstrip("0") or "0"
    if not _WHOLE.fullmatch(text) or len(digits) > 6 or int(digits) > _MOST_CALLS:  # noqa: PLR2004
        raise InputError(name, f"a whole number from 0 to {_MOST_CALLS:,} (calls a day)", text)
    return int(digits)


def _folder(name: str, text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise InputError(name, "a folder below the home of a user who exists", text) from None


def _secret(name: str, text: str) -> Secret:
    if not _PRINTABLE.fullmatch(text):
        raise InputError(name, "a text of printable ASCII characters", "another, not shown here")
    return Secret(text)


def _check_url(name: str, url: str, *, is_private_allowed: bool) -> None:
    rule = "a URL such as https://mempool.example"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port  # a port that is none raises
    except ValueError:
        raise InputError(name, rule, "another, not shown here") from None
    if parts.username is not None or parts.password is not None:
        raise InputError(name, "a URL without user name and password", "one with them")
    if "?" in url or "#" in url:
        raise InputError(name, "a URL without parameters", "one with them")
    is_host = _HOST_NAME.fullmatch(host) or ":" in host  # a colon: IPv6, which urlsplit checked
    if not is_host or not re.fullmatch(r"[\x21-\x7e]+", url):
        raise InputError(name, rule, url)
    if is_private_allowed and parts.scheme in {"http", "https"}:
        return
    if parts.scheme != "https":
        raise InputError(name, "an https URL", url)
    if _is_private(host):
        raise InputError(
            name, "a public host, or LIVE_DATA_ALLOW_PRIVATE_HOSTS must be set to on", url
        )


def _is_private(host: str) -> bool:
    name = host.rstrip(".")
    try:
        return not ip_address(name).is_global
    except ValueError:
        # 127.1, 2130706433 and 0x7f000001 are addresses to a resolver: no name ends in a number.
        is_number = re.fullmatch(r"[0-9]+|0x[0-9a-f]*", name.rpartition(".")[2])
        is_local = name.endswith((".localhost", ".local", ".internal"))
        return name == "localhost" or is_local or is_number is not None


_VARIABLES: Mapping[str, tuple[str, Callable[[str, str], object]]] = {
    "LIVE_DATA": ("live_data", _switch),
    "LIVE_DATA_CACHE_TTL_S": ("cache_ttl_s", _seconds(1, 31_536_000)),
    "LIVE_DATA_DEADLINE_S": ("deadline_s", _seconds(1, 60)),
    "LIVE_DATA_TIMEOUT_S": ("call_timeout_s", _seconds(0.1, 30)),
    "LIVE_DATA_DAILY_CALL_LIMIT": ("daily_call_limit", _calls),
    "LIVE_DATA_CACHE_DIR": ("cache_folder", _folder),
    "LIVE_DATA_USER_AGENT": ("user_agent", _secret),
    "COINGECKO_API_KEY": ("coingecko_api_key", _secret),
    "HASHRATE_INDEX_API_KEY": ("hashrate_index_api_key", _secret),
    "MOST_STARTING_PAGES": ("most_starting_pages", _pages),
    "DEFAULT_DISCOUNT_RATE": (
        "default_discount_rate",
        # The range of every rate, as in quantities; -1 itself is not in it.
        _number(
            math.nextafter(-1, 0),
            10,
            "a number above -1 up to 10 (fraction a year, 0.1 is 10 %)",
        ),
    ),
}
