"""What a reader sets of the other uses of the capital: a host's offer, yields, fees."""

from typing import Any

import param

from hydro_mining.economics.alternative_terms import Alternatives, HostedOffer
from hydro_mining.models.parameters import default_of, input_parameter
from hydro_mining.models.section import Group
from hydro_mining.quantities import QUANTITIES

__all__ = ["AlternativesInputs", "HostedInputs"]


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


def _hosted(name: str, most: float, step: float) -> param.Number:
    return input_parameter(
        name, default=default_of(HostedOffer, name), softbounds=(0, most), step=step
    )


def _term(name: str, least: float, most: float, step: float) -> param.Number:
    return input_parameter(
        name, default=default_of(Alternatives, name), softbounds=(least, most), step=step
    )


class HostedInputs(Group):
    """A host's offer."""

    machine = param.String(
        default=default_of(HostedOffer, "machine"),
        allow_None=True,
        label="Machine at the host",
        doc="None: the one that the site would get.",
    )
    machine_price_gbp = _open("machine_price_gbp")
    all_in_gbp_per_kwh = _open("all_in_gbp_per_kwh")
    setup_fee_gbp = _hosted("setup_fee_gbp", 500, 10)
    deposit_months = _hosted("deposit_months", 12, 1)
    profit_share = _hosted("profit_share", 0.5, 0.01)
    uptime = _hosted("uptime", 1, 0.01)

    def frozen(self) -> HostedOffer:
        """Return the values as a study's frozen input."""
        return HostedOffer(**self.fields())


class AlternativesInputs(Group):
    """Terms of the alternatives, with the host's offer in ``hosted``."""

    hodl_fraction = _term("hodl_fraction", 0, 1, 0.05)
    gilt_yield_per_year = _term("gilt_yield_per_year", 0, 0.1, 0.0005)
    savings_yield_per_year = _term("savings_yield_per_year", 0, 0.1, 0.0005)
    index_yield_per_year = _term("index_yield_per_year", 0, 0.15, 0.005)
    trading_fee_fraction = _term("trading_fee_fraction", 0, 0.03, 0.0005)
    custody_fee_per_year = _term("custody_fee_per_year", 0, 0.03, 0.0005)
    index_volatility_per_year = _term("index_volatility_per_year", 0, 0.4, 0.01)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.hosted = HostedInputs()
        self._is_given = False

    def take(self, frozen: Alternatives | None) -> None:
        """Take the terms of a study; None are the defaults, and stay None until one differs."""
        self._is_given = frozen is not None
        terms = frozen or Alternatives()
        super().take(terms)
        self.hosted.take(terms.hosted)

    def frozen(self) -> Alternatives | None:
        """Return the values as a study's frozen input; None where none was given."""
        terms = Alternatives(hosted=self.hosted.frozen_at("hosted"), **self.fields())
        return terms if self._is_given or terms != Alternatives() else None
