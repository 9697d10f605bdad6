"""What a reader sets of the other uses of the capital: a host's offer, yields, fees."""

from typing import Any

import param

from hydro_mining.economics.alternative_terms import Alternatives, HostedOffer
from hydro_mining.models.parameters import default_of, own_parameter
from hydro_mining.models.section import Group, OptionalGroup
from hydro_mining.quantities import QUANTITIES


def _open(name: str) -> param.Number:
    """Return the Parameter of a price that the study gives where it is left empty."""
    quantity = QUANTITIES[name]
    legal = quantity.range
    assert legal is not None, f"{name} is no input"
    return param.Number(
        default=default_of(HostedOffer, name),
        bounds=(legal.lower, legal.upper),
        allow_None=True,
        label=quantity.label,
        doc=quantity.meaning,
    )


def _term(name: str, most: float, step: float) -> param.Number:
    return own_parameter(Alternatives, name, (0, most), step)


class _HostedInputs(Group):
    """A host's offer."""

    form = HostedOffer

    machine = param.String(
        default=default_of(HostedOffer, "machine"),
        allow_None=True,
        label="Machine at the host",
        doc="None: the one that the site would get.",
    )
    machine_price_gbp = _open("machine_price_gbp")
    all_in_gbp_per_kwh = _open("all_in_gbp_per_kwh")
    setup_fee_gbp = own_parameter(HostedOffer, "setup_fee_gbp", (0, 500), 10)
    deposit_months = own_parameter(HostedOffer, "deposit_months", (0, 12), 1)
    profit_share = own_parameter(HostedOffer, "profit_share", (0, 0.5), 0.01)
    uptime = own_parameter(HostedOffer, "uptime", (0, 1), 0.01)


class AlternativesInputs(OptionalGroup):
    """Terms of the alternatives, with the host's offer in ``hosted``."""

    form = Alternatives

    hodl_fraction = _term("hodl_fraction", 1, 0.05)
    gilt_yield_per_year = _term("gilt_yield_per_year", 0.1, 0.0005)
    savings_yield_per_year = _term("savings_yield_per_year", 0.1, 0.0005)
    index_yield_per_year = _term("index_yield_per_year", 0.15, 0.005)
    trading_fee_fraction = _term("trading_fee_fraction", 0.03, 0.0005)
    custody_fee_per_year = _term("custody_fee_per_year", 0.03, 0.0005)
    index_volatility_per_year = _term("index_volatility_per_year", 0.4, 0.01)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.hosted = _HostedInputs()

    def take(self, frozen: Alternatives | None) -> None:
        """Take the terms of a study, with the host's offer."""
        super().take(frozen)
        self.hosted.take((frozen or Alternatives()).hosted)

    def made(self) -> Alternatives:
        """Return the values as they are now, with the host's offer."""
        return Alternatives(hosted=self.hosted.frozen_at("hosted"), **self.fields())
