"""The only part that talks to the outside: live values of the Bitcoin network, with provenance."""

from hydro_mining.network_data.clock import Clock
from hydro_mining.network_data.feed import FeedState, NetworkFeed
from hydro_mining.network_data.health import health_of
from hydro_mining.network_data.history import History
from hydro_mining.network_data.providers import Provider, Providers
from hydro_mining.network_data.service import NetworkService
from hydro_mining.network_data.store import Store
from hydro_mining.network_data.transport import client_factory
from hydro_mining.provenance import Snapshot
from hydro_mining.settings import Settings

__all__ = [
    "Clock",
    "FeedState",
    "History",
    "NetworkFeed",
    "NetworkService",
    "Provider",
    "Providers",
    "Store",
    "client_factory",
    "health_of",
    "opened_service",
]


def opened_service(settings: Settings, defaults: Snapshot) -> NetworkService:
    """Return a service over the settings' cache folder and the real clock."""
    return NetworkService(
        settings=settings,
        store=Store(settings.cache_folder),
        client=client_factory(settings),
        clock=Clock(),
        defaults=defaults,
    )
