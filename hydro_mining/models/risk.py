"""How uncertain the inputs of a study are, as a reader changes it."""

from typing import Any

import param

from hydro_mining.economics.risk.settings import RiskSettings
from hydro_mining.economics.risk.tornado import Swing
from hydro_mining.economics.risk_terms import Risk
from hydro_mining.models.parameters import default_of, elasticity_parameters, input_parameter
from hydro_mining.models.section import Group, Section

__all__ = ["RiskInputs", "RiskRun"]


def _term(name: str, softbounds: tuple[float, float], step: float) -> param.Number:
    return input_parameter(name, default=default_of(Risk, name), softbounds=softbounds, step=step)


def _half_life(name: str) -> param.Number:
    """Return the Parameter of a half-life; None is a walk that never calms down."""
    parameter = _term(name, (0.5, 36), 0.5)
    parameter.allow_None = True
    return parameter


def _volatility(name: str) -> param.Number:
    return _term(name, (0, 1.5), 0.01)


def _share(name: str) -> param.Number:
    return _term(name, (0, 0.5), 0.01)


class RiskInputs(Group):
    """The terms of a risk run; a study that gives none takes the defaults."""

    btc_price_volatility_per_year = _volatility("btc_price_volatility_per_year")
    difficulty_volatility_per_year = _volatility("difficulty_volatility_per_year")
    price_difficulty_correlation = _term("price_difficulty_correlation", (-1, 1), 0.05)
    hashrate_elasticity, hashrate_half_life_months = elasticity_parameters(Risk)
    fee_volatility_per_year = _volatility("fee_volatility_per_year")
    power_price_volatility_per_year = _volatility("power_price_volatility_per_year")
    usd_to_gbp_volatility_per_year = _volatility("usd_to_gbp_volatility_per_year")
    fee_half_life_months = _half_life("fee_half_life_months")
    power_price_half_life_months = _half_life("power_price_half_life_months")
    load_factor_cv = _share("load_factor_cv")
    hashrate_tolerance = _share("hashrate_tolerance")
    power_tolerance = _share("power_tolerance")
    uptime_mean = _term("uptime_mean", (0.5, 1), 0.01)
    uptime_cv = _share("uptime_cv")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._is_given = False

    def take(self, frozen: Risk | None) -> None:
        """Take the terms; None takes the defaults and stays None while nobody changes one."""
        self._is_given = frozen is not None
        super().take(frozen or Risk())

    def frozen(self) -> Risk | None:
        """Return the terms, None where neither a study nor a reader gave any."""
        terms = Risk(**self.fields())
        return terms if self._is_given or terms != Risk() else None


class RiskRun(Section):
    """How many futures are drawn, from which seed and around what, and what else is tried."""

    paths = input_parameter("paths", default=10_000, softbounds=(1_000, 100_000), step=1_000)
    seed = input_parameter("seed", default=1, softbounds=(1, 100), step=1)

    scenario = param.String(doc="Around which futures are drawn; empty: the base case.")
    ends = param.Dict(default={}, doc="Ends of the tornado that were changed, by their path.")
    irr = param.Number(default=None, allow_None=True, doc="The wanted return, None for NPV 0.")

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the section itself."""
        return {"run": self}

    def frozen(self) -> RiskSettings:
        """Return the present state as frozen settings."""
        ends = tuple(Swing(path, *of) for path, of in self.ends.items())
        return RiskSettings(
            paths=self.paths, seed=self.seed, scenario=self.scenario, ends=ends, irr=self.irr
        )

    def _take(self, settings: RiskSettings) -> None:
        self.param.update(
            paths=settings.paths,
            seed=settings.seed,
            scenario=settings.scenario,
            ends=dict(settings.ends_by_path()),
            irr=settings.irr,
        )
