"""What holds for every dispatch, whatever its prices."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.dispatch import (
    STRATEGIES,
    BacktestInputs,
    Contract,
    Facility,
    MachineClass,
    ThrottleStep,
    backtest,
    profit_sensitivity,
    zone_outcome,
)
from hydro_mining.economics.dispatch.contracts import delivers
from tests.economics.dispatch_series import HASHPRICE, facility, series

steady = settings(deadline=None, derandomize=True, max_examples=60)

prices = st.lists(st.floats(-300, 500).map(lambda p: round(p, 2)), min_size=1, max_size=60).map(
    lambda listed: series(listed, hours=0.5, begin="2024-03-30T18:00", timezone="Europe/Oslo")
)
blocks = st.sampled_from(["7x24", "5x16", "2x16", "7x8"])
settlements = st.sampled_from(["resale", "pay_per_use", "take_or_pay"])
contracts = st.none() | st.builds(
    Contract,
    power_mw=st.floats(1, 50),
    price=st.floats(-20, 200),
    block=blocks,
    settlement=settlements,
)
limits = st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.5])
facilities = st.builds(
    lambda run, down, cost, steps: Facility(
        classes=(
            MachineClass(name="Old", power_mw=30, efficiency_w_per_th=38.5),
            MachineClass(name="New", power_mw=20, efficiency_w_per_th=20, throttle_steps=steps),
        ),
        min_run_hours=run,
        min_down_hours=down,
        restart_cost=cost,
        variable_om_per_mwh=2,
        fixed_om_per_mw_year=9000,
    ),
    limits,
    limits,
    st.sampled_from([0.0, 500.0, 5_000.0]),
    st.sampled_from([(), (ThrottleStep(power_fraction=0.6, hashrate_fraction=0.75),)]),
)


def profit(outcome: Any) -> float:
    return outcome.total.profit


@steady
@given(prices, contracts)
def test_deciding_better_never_earns_less(series_: Any, contract: Contract | None) -> None:
    """Without constraints: optimum ≥ contract-aware ≥ threshold, and with resale or no contract
    threshold ≥ always on.
    """
    by = {
        strategy: profit(
            zone_outcome(
                prices=series_,
                facility=facility(),
                hashprice=HASHPRICE,
                contract=contract,
                strategy=strategy,
            )
        )
        for strategy in STRATEGIES
    }
    slack = 1e-6
    assert by["optimal"] >= by["contract_aware"] - slack
    assert by["contract_aware"] >= by["threshold"] - slack
    assert by["contract_aware"] >= by["always_on"] - slack
    if contract is None or contract.settlement == "resale":
        assert by["threshold"] >= by["always_on"] - slack


@steady
@given(prices, contracts, facilities, st.sampled_from([0.0, 15.0]))
def test_nothing_beats_the_optimum(
    series_: Any, contract: Contract | None, site: Facility, threshold: float
) -> None:
    """Under the same constraints no strategy earns more than perfect foresight: no regret is
    negative.
    """
    found = {
        strategy: profit(
            zone_outcome(
                prices=series_,
                facility=site,
                hashprice=HASHPRICE,
                contract=contract,
                threshold=threshold,
                strategy=strategy,
            )
        )
        for strategy in STRATEGIES
    }
    assert max(found.values()) <= found["optimal"] + 1e-6


@steady
@given(prices, facilities, limits, st.sampled_from(["min_run_hours", "min_down_hours"]))
def test_a_tighter_constraint_never_raises_profit(
    series_: Any, site: Facility, more: float, name: str
) -> None:
    """Longer minimum times and dearer starts leave the optimum the same or lower."""
    tighter = dataclasses.replace(site, **{name: getattr(site, name) + more})
    dearer = dataclasses.replace(site, restart_cost=site.restart_cost + 100)
    base, *others = (
        profit(zone_outcome(prices=series_, facility=f, hashprice=HASHPRICE, strategy="optimal"))
        for f in (site, tighter, dearer)
    )
    assert max(others) <= base + 1e-6


@steady
@given(prices, st.floats(1, 90), st.floats(-20, 200), blocks)
def test_resale_adds_what_the_contract_itself_earns(
    series_: Any, power: float, price: float, block: Any
) -> None:
    """Profit with resale is profit without contract and (p − C) P dt in block hours."""
    contract = Contract(power_mw=power, price=price, block=block)
    alone, resold = (
        profit(zone_outcome(prices=series_, facility=facility(), hashprice=HASHPRICE, contract=c))
        for c in (None, contract)
    )
    inside = delivers(contract, local_start=series_.local_start)
    own = float(np.sum((series_.price - price) * power * series_.hours * inside))
    assert resold == pytest.approx(alone + own, rel=1e-9, abs=1e-6)


@steady
@given(prices, contracts, facilities, st.sampled_from(STRATEGIES))
def test_parts_agree_with_the_total(
    series_: Any, contract: Contract | None, site: Facility, strategy: Any
) -> None:
    """Months, days and hours of day add up to the total; energy stays within the power."""
    found = zone_outcome(
        prices=series_,
        facility=site,
        hashprice=HASHPRICE,
        contract=contract,
        strategy=strategy,
    )
    total = found.total
    assert (found.flows.energy_mwh <= site.power_mw * series_.hours * (1 + 1e-12)).all()
    assert 0 <= total.uptime_fraction <= 1 + 1e-12
    for parts in found.by("month", "day", "hour_of_day"):
        for name in ("intervals", "hours", "energy_mwh", "revenue", "power_cost", "profit"):
            whole = getattr(total, name)
            assert getattr(parts, name).sum() == pytest.approx(whole, rel=1e-9, abs=1e-6)
    assert sum(unit.energy_mwh for unit in found.units) == pytest.approx(total.energy_mwh)
    assert sum(unit.revenue for unit in found.units) == pytest.approx(total.revenue)


@steady
@given(prices, facilities, st.integers(0, 59), st.sampled_from(["day_ahead", "trailing"]))
def test_causal_rules_do_not_see_the_future(
    series_: Any, site: Facility, position: int, strategy: Any
) -> None:
    """Other prices after a day, or from an interval on, change no decision before."""
    cut = min(position, len(series_) - 1)
    if strategy == "day_ahead":
        day = series_.local_start.astype("datetime64[D]")
        cut = int(np.searchsorted(day, day[cut], side="right"))
    price = series_.price.copy()
    price[cut:] = 300 - price[cut:]
    before, after = (
        zone_outcome(prices=p, facility=site, hashprice=HASHPRICE, strategy=strategy)
        for p in (series_, dataclasses.replace(series_, price=price))
    )
    upto = cut + (strategy == "trailing")  # the interval's own price is not yet known to it
    assert before.flows.energy_mwh[:upto].tolist() == after.flows.energy_mwh[:upto].tolist()


@steady
@given(
    prices,
    contracts,
    facilities,
    st.sampled_from([0.0, 15.0]),
    st.sampled_from([1.0, 3.0]),
    st.booleans(),
)
def test_the_sensitivity_at_0_is_the_main_figure(
    series_: Any,
    contract: Contract | None,
    site: Facility,
    threshold: float,
    trailing_hours: float,
    is_published: bool,
) -> None:
    """An input that changes by nothing leaves the profit that is shown, to the last bit: for
    every strategy, contract and limit, with prices published the day before or without.
    """
    published = {"Z": 150 - series_.price / 2} if is_published else {}
    for strategy in STRATEGIES:
        inputs = BacktestInputs(
            prices=(series_,),
            facility=site,
            hashprice=HASHPRICE,
            strategy=strategy,
            contract=contract,
            threshold=threshold,
            published_price=published,
            trailing_hours=trailing_hours,
        )
        result = backtest(inputs)
        found = profit_sensitivity(result, zone="Z", changes=(0.0,))
        main = result.zones["Z"].total.profit
        assert {name: found.profit[name].tolist() for name in found.profit} == {
            "efficiency_w_per_th": [main],
            "hashprice": [main],
            "threshold": [main],
        }
