"""The providers, with what each allows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from hydro_mining.settings import Secret, Settings

__all__ = ["Ask", "Budget", "Provider", "Providers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How often a provider may be asked: a pause between calls [s], and calls a period."""

    spacing_s: float = 0.0
    per_minute: int | None = None
    per_hour: int | None = None
    per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider: its name for a reader, where it answers, and its manners.

    ``retries`` [calls] is how often a transient failure is tried again; ``key_header`` is the
    header that carries ``key``, never the URL.
    """

    name: str
    base_url: str
    budget: Budget
    retries: int = 2
    key_header: str = ""
    key: Secret | None = None


# Asks a provider for a path with query parameters and returns the body of its good answer.
Ask: TypeAlias = Callable[[Provider, str, Mapping[str, str]], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    """All providers; budgets as their documents allow, and less where these disagree."""

    coingecko: Provider = Provider(
        name="CoinGecko",
        base_url="https://api.coingecko.com/api/v3",
        budget=Budget(per_minute=5, per_day=50),
        retries=1,
        key_header="x-cg-demo-api-key",
    )
    coinbase_exchange: Provider = Provider(
        name="Coinbase Exchange",
        base_url="https://api.exchange.coinbase.com",
        budget=Budget(spacing_s=1, per_day=50),
    )
    coinbase: Provider = Provider(
        name="Coinbase",
        base_url="https://api.coinbase.com",
        budget=Budget(spacing_s=1, per_day=50),
    )
    blockchain_info: Provider = Provider(
        name="Blockchain.info",
        base_url="https://blockchain.info",
        budget=Budget(spacing_s=10, per_day=30),
        retries=0,  # a second try would have to wait for ten seconds
    )
    blockchain_charts: Provider = Provider(
        name="Blockchain.info charts",
        base_url="https://api.blockchain.info",
        budget=Budget(spacing_s=10, per_day=10),
    )
    mempool_space: Provider = Provider(
        name="mempool.space",
        base_url="https://mempool.space",
        budget=Budget(spacing_s=1, per_hour=30, per_day=300),
        retries=1,  # three values ask it in each round
    )
    frankfurter: Provider = Provider(
        name="Frankfurter",
        base_url="https://api.frankfurter.dev",
        budget=Budget(per_day=10),
    )
    hashrate_index: Provider = Provider(
        name="Hashrate Index",
        base_url="https://api.hashrateindex.com",
        budget=Budget(spacing_s=15, per_day=20),
        key_header="X-Hi-Api-Key",
    )

    def all(self) -> tuple[Provider, ...]:
        """Return every provider that may be asked; one that needs a key only with its key."""
        asked = (getattr(self, name) for name in self.__slots__)
        return tuple(p for p in asked if p is not self.hashrate_index or p.key is not None)

    def configured(self, settings: Settings) -> "Providers":
        """Return the providers with the operator's keys, limits and own servers."""
        limit = settings.daily_call_limit
        named = {name: getattr(self, name) for name in self.__slots__}
        if limit is not None:
            named = {
                name: replace(provider, budget=replace(provider.budget, per_day=limit))
                for name, provider in named.items()
            }
        keys = {
            "coingecko": settings.coingecko_api_key,
            "hashrate_index": settings.hashrate_index_api_key,
        }
        named |= {name: replace(named[name], key=key) for name, key in keys.items()}
        if settings.mempool_url is not None:
            own = replace(named["mempool_space"], base_url=settings.mempool_url)
            named["mempool_space"] = replace(own, name="Your mempool server")
        return Providers(**named)
