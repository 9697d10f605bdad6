"""The dashboard as it opens with a plan, for ``page_load.py``: served, not run by hand."""

from hydro_mining.app import dashboard, default_study
from hydro_mining.imports.example_water import example_water


def _with_plan() -> None:
    study = default_study()
    rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
    hydro, market = example_water(study.site.site_power_kw, rates)
    study.plan.param.update(hydro=hydro, market=market)
    dashboard(study).servable()


_with_plan()
