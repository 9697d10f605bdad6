"""How uncertain the inputs of a study are, as a reader changes it."""

import param

from hydro_mining.economics.risk.settings import RiskSettings
from hydro_mining.economics.risk.tornado import Swing
from hydro_mining.economics.risk_terms import Risk
from hydro_mining.models.parameters import elasticity_parameters, input_parameter, own_parameter
from hydro_mining.models.section import OptionalGroup, Section


def _half_life(name: str) -> param.Number:
    """Return the Parameter of a half-life; None is a walk that never calms down."""
    parameter = own_parameter(Risk, name, (0.5, 36), 0.5)
    parameter.allow_None = True
    return parameter


def _volatility(name: str) -> param.Number:
    return own_parameter(Risk, name, (0, 1.5))


def _share(name: str) -> param.Number:
    return own_parameter(Risk, name, (0, 0.5))


class RiskInputs(OptionalGroup):
    """The terms of a risk run; a study that gives none takes the defaults."""

    form = Risk

    btc_price_volatility_per_year = _volatility("btc_price_volatility_per_year")
    difficulty_volatility_per_year = _volatility("difficulty_volatility_per_year")
    price_difficulty_correlation = own_parameter(
        Risk, "price_difficulty_correlation", (-1, 1), 0.05
    )
    hashrate_elasticity, hashrate_half_life_months = elasticity_parameters(Risk)
    fee_volatility_per_year = _volatility("fee_volatility_per_year")
    power_price_volatility_per_year = _volatility("power_price_volatility_per_year")
    usd_to_gbp_volatility_per_year = _volatility("usd_to_gbp_volatility_per_year")
    fee_half_life_months = _half_life("fee_half_life_months")
    power_price_half_life_months = _half_life("power_price_half_life_months")
    load_factor_cv = _share("load_factor_cv")
    hashrate_tolerance = _share("hashrate_tolerance")
    power_tolerance = _share("power_tolerance")
    uptime_mean = own_parameter(Risk, "uptime_mean", (0.5, 1))
    uptime_cv = _share("uptime_cv")


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
        own = {name: getattr(settings, name) for name in self._fields_of(self)}
        self.param.update(**own | {"ends": dict(settings.ends_by_path())})
