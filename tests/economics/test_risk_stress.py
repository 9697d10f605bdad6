"""Bad turns: what each sets, and that only that is set."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.risk.stress import LOW_OF_2022, STRESSES, stressed
from hydro_mining.economics.series import Series
from hydro_mining.economics.study_fields import with_value

Build = Callable[..., StudyInputs]


def found_by_key(study: StudyInputs) -> dict:
    """Return the stresses of a study by their key."""
    return {one.key: one for one in stressed(evaluate(study))}


def water(years: dict[int, float]) -> Series:
    """Return daily power, the same all through each of consecutive years."""
    first = min(years)
    days = [kw for year, kw in years.items() for _ in range(366 if year % 4 == 0 else 365)]
    return Series(
        start=dt.datetime.fromisoformat(f"{first}-01-01"), step_hours=24, values=np.array(days)
    )


def test_the_low_in_todays_machines() -> None:
    """$55.94 × 17.5 / 30.5 = $32.10: the same money for a kWh."""
    assert LOW_OF_2022.in_todays_machines == pytest.approx(32.097, abs=1e-3)


def test_the_hashprice_falls_to_that_low(study: Build) -> None:
    """By the bitcoin price alone, with the network of October 2026."""
    built = study(
        network={
            "btc_price_usd": 82_826.0,
            "difficulty": 132_716_002_350_731.0,
            "block_height": 970_748,
            "fees_btc_per_block": 0.0194,
        }
    )
    held = pinned(evaluate(built))
    if held is None:
        held = dataclasses.replace(built, scenarios=built.scenarios[:1])
    changed = STRESSES["low_hashprice"](held)
    assert network_hashprice(changed.network) * 1_000 == pytest.approx(32.097, abs=1e-3)
    back = with_value(changed, "network.btc_price_usd", held.network.btc_price_usd)
    assert back == held


def test_a_hashprice_below_the_low_is_left_alone(study: Build) -> None:
    """Nothing is set then, and no gain is told."""
    built = study(network={"btc_price_usd": 1.0})
    assert STRESSES["low_hashprice"](built) == built


def test_each_sets_one_thing(study: Build) -> None:
    """The NPV is that of the study with the value put in by hand."""
    built = study(network={"fees_btc_per_block": 0.1})
    held, found = pinned(evaluate(built)), found_by_key(built)
    by_hand = {
        "power_twice": ("site.power_price_gbp_per_kwh", 0.2),
        "machines_dearer": ("miners[0].price_gbp", held.miners[0].price_gbp * 1.2),
        "no_fees": ("network.fees_btc_per_block", 0.0),
    }
    for key, (path, value) in by_hand.items():
        assert [(one.path, one.value) for one in found[key].changes] == [(path, value)]
        assert found[key].npv_gbp == npv_of(with_value(held, path, value))
        assert found[key].npv_today_gbp == npv_of(held)
    assert found["dry_year"].changes == ()
    assert found["dry_year"].dry_year is None


def test_the_driest_year_is_the_plan_s_water_for_all_years(study: Build) -> None:
    """2022 has a third of the other years' power: the plan's machines stand more."""
    hydro = HydroInputs(power_kw=water({2021: 900.0, 2022: 300.0, 2023: 900.0}))
    built = dataclasses.replace(study(), hydro=hydro)
    one = found_by_key(built)["dry_year"]
    assert one.dry_year == 2022
    dry = STRESSES["dry_year"](built)
    assert set(dry.hydro.power_kw.values) == {300.0}
    assert len(dry.hydro.power_kw) == 365
    assert dry.hydro.power_kw.start == dt.datetime.fromisoformat("2022-01-01")
    assert one.npv_gbp < one.npv_today_gbp


@pytest.mark.parametrize("price", [40.0, (40.0,) * 12, water({2021: 40.0})])
def test_the_grid_s_price_is_doubled_as_well(study: Build, price) -> None:
    """In whichever way it is given."""
    market = MarketInputs(export_price_gbp_per_mwh=price)
    built = dataclasses.replace(study(), market=market)
    changed = STRESSES["power_twice"](built).market.export_price_gbp_per_mwh
    assert set(np.atleast_1d(getattr(changed, "values", changed))) == {80.0}


def test_nothing_is_built_nothing_is_stressed(study: Build) -> None:
    """Where no machine earns its power there is nothing to say."""
    assert stressed(evaluate(study(site={"power_price_gbp_per_kwh": 5.0}))) == []
