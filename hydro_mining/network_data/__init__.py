"""The only part that talks to the outside: live values of the Bitcoin network, with provenance.

A round of refreshing, from the providers to a page::

    _providers             who may be asked how often, and what is remembered of each
    _sources, _answers     what is asked of whom, how an answer is read, what may be wrong
    _transport, _requests  one call with its deadline; retries, within budgets
    _values                limits, age, jumps; the last good values
    _finder                a value's providers in their order; a second one confirms a jump
    _store                 rows of a cache that may fail in any way              (_disk)
    _service, _snapshot    when a round is due; the snapshot and health of what is stored
    _history               the past year by the day, asked for apart
    _feed                  all of it in a thread of its own, for many pages

An *observed* value is what a provider said, an *accepted* one is plausible and stored, and a
*sourced* one is what a snapshot shows: live, cached, stale or built in. A *trouble* says which
provider failed and how.
"""

from collections.abc import Mapping

from hydro_mining.environment import Environment
from hydro_mining.network_data._feed import FeedState, NetworkFeed
from hydro_mining.network_data._history import History
from hydro_mining.network_data._providers import PROVIDERS, Provider
from hydro_mining.network_data._requests import Clock
from hydro_mining.network_data._service import NetworkService
from hydro_mining.network_data._store import Store
from hydro_mining.network_data._transport import client_factory
from hydro_mining.provenance import Snapshot

__all__ = [
    "PROVIDERS",
    "Clock",
    "FeedState",
    "History",
    "NetworkFeed",
    "NetworkService",
    "Provider",
    "opened_service",
]


def opened_service(
    environment: Environment,
    defaults: Snapshot,
    *,
    clock: Clock | None = None,
    providers: Mapping[str, Provider] = PROVIDERS,
) -> NetworkService:
    """Return a service over the environment's cache folder; the clock is the real one."""
    return NetworkService(
        environment=environment,
        store=Store(environment.cache_folder),
        client=client_factory(environment),
        clock=clock or Clock(),
        defaults=defaults,
        providers=providers,
    )
