"""The dashboard with the turns of its event loop timed, to be served by ``screen_turns.py``."""

import os

import panel as pn
from loop_turns import loop_turns

from hydro_mining.app import dashboard, default_study
from hydro_mining.imports.example_water import example_water
from hydro_mining.models import Study


def _study() -> Study:
    study = default_study()
    if "WITH_PLAN" in os.environ:
        rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
        hydro, market = example_water(study.site.site_power_kw, rates)
        study.plan.param.update(hydro=hydro, market=market)
    return study


pn.state.as_cached("turns", loop_turns)
pn.extension("filedropper")
dashboard(_study()).servable()
