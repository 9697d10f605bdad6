"""The sidebar: an example to start from, the site, the money and the network."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hydro_mining.app.components.blocks import LazySection
from hydro_mining.app.components.case_field import case_field
from hydro_mining.app.components.date_entry import date_entry
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.markup import markup
from hydro_mining.app.sidebar.assumptions import AssumptionList
from hydro_mining.app.sidebar.currency_select import CurrencySelect
from hydro_mining.app.sidebar.example import ExampleSite
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.models import Case, Study
from hydro_mining.views.markup import screen_title

_SITE = ("site_power_kw", "load_factor", "power_price_gbp_per_kwh", "overhead_fraction")
_MONEY = (
    "years",
    "discount_rate_per_year",
    "other_capex_gbp_per_kw",
    "other_capex_gbp",
    "other_opex_gbp_per_kw_per_year",
    "other_opex_gbp_per_year",
    "pool_fee_fraction",
    "residual_value_fraction",
)
_NETWORK = (
    "btc_price_usd",
    "difficulty",
    "block_height",
    "fees_btc_per_block",
    "usd_to_gbp",
)


def sidebar(case: Case, presets: Sequence[SitePreset], *meaning: Any) -> list[Any]:
    """Return the sidebar's items; ``meaning`` is what says what they are to the open screen."""
    study = case.study
    return [
        ExampleSite(case, presets),
        CurrencySelect(case),
        markup(screen_title("Your site"), margin=(12, 4, 0, 4)),
        *meaning,
        *(part for name in _SITE for part in _site_parts(case, name)),
        AssumptionList(case),
        LazySection("Money", lambda: _money(case), margin=(6, 4)),
        LazySection("Network and exchange rate", lambda: _network(study), margin=(6, 4)),
    ]


def _site_parts(case: Case, name: str) -> list[Any]:
    return case_field(case, case.study, case.study.site, name, slider=True).parts


def _money(case: Case) -> list[Any]:
    study = case.study
    fields = [case_field(case, study, study.finance, name).entry for name in _MONEY]
    return [*fields, _start_date(study)]


def _start_date(study: Study) -> Any:
    return date_entry(
        study,
        study.finance,
        "start_date",
        label="Go-live",
        meaning="First day of mining; empty is the day of the network figures.",
    )


def _network(study: Study) -> list[Any]:
    network = study.network

    def at(day: dt.date) -> dt.datetime:
        """Return the time of a day: midnight, unless it is the day of the time in use."""
        is_same = day == network.as_of.date()
        return network.as_of if is_same else dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)

    day = date_entry(
        study,
        network,
        "as_of",
        label="Day of the height",
        meaning="The origin of all growth and of the count to the halving.",
        to_value=at,
        to_day=lambda time: time.date(),
        is_required=True,
    )
    return [*(Field(study, network, name).entry for name in _NETWORK), day]
