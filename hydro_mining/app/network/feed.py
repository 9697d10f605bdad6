"""The one feed of live data that all pages of this process share."""

import atexit
from functools import cache

from hydro_mining.environment import Environment, read_environment
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import NetworkFeed, opened_service


@cache
def operator_settings() -> tuple[Environment, str]:
    """Return the environment's settings; where one breaks its rule, none asks anybody."""
    try:
        return read_environment(), ""
    except InputError as error:
        off = "Live data are off until it is corrected."
        return Environment(live_data=False), f"A setting of this server: {error}. {off}"


@cache
def shared_feed() -> NetworkFeed | None:
    """Return the running feed, None where live data are switched off."""
    settings, _ = operator_settings()
    if not settings.live_data:
        return None
    feed = NetworkFeed(lambda: opened_service(settings, bundled_network()), bundled_network())
    feed.start()
    atexit.register(feed.close)
    return feed
