"""How much of what a scenario exports a drawn year of water lets an owner export."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk_terms import Risk

__all__ = ["Water", "water_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """The water of a site that is given by its load factor.

    Attributes
    ----------
    mean_load : [1]
    power_kw, used_kw : [kW]
        What the site has at most, and what of it is exported instead of mined.
    """

    mean_load: float
    power_kw: float
    used_kw: float

    def share(self, risk: Risk, strayed: Deviations) -> Floats:
        """Return the share (T, P) of what is used that each year's water gives."""
        if not risk.load_factor_cv or not self.used_kw:
            return np.ones_like(strayed.load_factor)
        load = np.clip(self.mean_load * (1 + risk.load_factor_cv * strayed.load_factor), 0, 1)
        share: Floats = np.minimum(load * self.power_kw / self.used_kw, 1.0)
        return share


def water_of(result: Evaluation) -> Water:
    """Return the water of a study's site."""
    site, terms = result.site, result.study.site
    used = 0.0 if site is None else site.effective_power_kw - site.unused_power_kw
    return Water(mean_load=terms.load_factor, power_kw=terms.site_power_kw, used_kw=used)
