"""The providers, with what each allows, and the form of a question to one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Generic, TypeVar

from hydro_mining.environment import Environment, Secret

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider: its name for a reader, where it answers, and how often it may be asked.

    ``spacing_s`` [s] lies between two calls; ``retries`` [calls] is how often a transient
    failure is tried again; ``key_header`` is the header that carries ``key``, never the URL.
    """

    name: str
    base_url: str
    per_day: int
    per_hour: int | None = None
    per_minute: int | None = None
    spacing_s: float = 0.0
    retries: int = 2
    key_header: str = ""
    key: Secret | None = None
    needs_key: bool = False

    @property
    def may_be_asked(self) -> bool:
        """Whether it answers without a key, or has one."""
        return self.key is not None or not self.needs_key


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[_T]):
    """What is asked of a provider, by its key in ``PROVIDERS``, and what reads its answer."""

    provider: str
    path: str
    read: Callable[[bytes], _T]
    parameters: Mapping[str, str] = field(default_factory=dict)


# Calls a period are as the providers' documents allow, and less where these disagree.
PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "coingecko": Provider(
            name="CoinGecko",
            base_url="https://api.coingecko.com/api/v3",
            per_minute=5,
            per_day=50,
            retries=1,
            key_header="x-cg-demo-api-key",
        ),
        "coinbase_exchange": Provider(
            name="Coinbase Exchange",
            base_url="https://api.exchange.coinbase.com",
            spacing_s=1,
            per_day=50,
        ),
        "coinbase": Provider(
            name="Coinbase",
            base_url="https://api.coinbase.com",
            spacing_s=1,
            per_day=50,
        ),
        "blockchain_info": Provider(
            name="Blockchain.info",
            base_url="https://blockchain.info",
            spacing_s=10,
            per_day=30,
            retries=0,  # a second try would have to wait for ten seconds
        ),
        "blockchain_charts": Provider(
            name="Blockchain.info charts",
            base_url="https://api.blockchain.info",
            spacing_s=10,
            per_day=10,
        ),
        "mempool_space": Provider(
            name="mempool.space",
            base_url="https://mempool.space",
            spacing_s=1,
            per_hour=30,
            per_day=300,
            retries=1,  # three values ask it in each round
        ),
        "frankfurter": Provider(
            name="Frankfurter",
            base_url="https://api.frankfurter.dev",
            per_day=10,
        ),
        "hashrate_index": Provider(
            name="Hashrate Index",
            base_url="https://api.hashrateindex.com",
            spacing_s=15,
            per_day=20,
            key_header="X-Hi-Api-Key",
            needs_key=True,
        ),
    }
)


def configured(
    environment: Environment, providers: Mapping[str, Provider] = PROVIDERS
) -> dict[str, Provider]:
    """Return the providers with the operator's keys, limits and own servers."""
    found = dict(providers)
    limit = environment.daily_call_limit
    if limit is not None:
        found = {key: replace(provider, per_day=limit) for key, provider in found.items()}
    for key, secret in (
        ("coingecko", environment.coingecko_api_key),
        ("hashrate_index", environment.hashrate_index_api_key),
    ):
        found[key] = replace(found[key], key=secret)
    if environment.mempool_url is not None:
        found["mempool_space"] = replace(
            found["mempool_space"], base_url=environment.mempool_url, name="Your mempool server"
        )
    return found
