"""The dashboard over the providers' stand-in, to be served: ``upstream.py`` has the stand-in.

    UPSTREAM=http://127.0.0.1:PORT LIVE_DATA_CACHE_DIR=FOLDER panel serve live_dashboard.py

With ``LOOP_GAPS`` a file gets a line for each time [s] at which the event loop was late, and by
how much [ms].
"""

import os

import panel as pn
from loop_watch import loop_watch
from upstream import providers_at

from hydro_mining.app import Dashboard, new_case
from hydro_mining.environment import read_environment
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.network_data import NetworkFeed, NetworkService, opened_service


def _service() -> NetworkService:
    settings = read_environment()
    return opened_service(
        settings, bundled_network(), providers=providers_at(os.environ["UPSTREAM"])
    )


def _feed() -> NetworkFeed:
    feed = NetworkFeed(_service, bundled_network())
    feed.start()
    return feed


pn.state.as_cached("loop watch", loop_watch)
pn.extension("filedropper")
Dashboard(new_case(feed=pn.state.as_cached("feed", _feed)), presets=site_presets()).page.servable()
