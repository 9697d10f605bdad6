"""What holds for every study, whatever its figures."""

import datetime as dt
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hydro_mining.economics import Finance, Miner, Network, Scenario, Site, StudyInputs, evaluate
from hydro_mining.economics.bitcoin import block_subsidy, btc_per_th_per_day, hashprice
from hydro_mining.economics.fleet import (
    breakeven_power_price,
    efficiency,
    energy_per_day,
    machine_count,
    power_cost_per_th,
    simple_payback,
)
from hydro_mining.economics.internal_rates import (
    internal_rate,
    internal_rate_roots,
    internal_rates,
)
from hydro_mining.economics.returns import (
    discount_factors,
    modified_internal_rate,
    net_present_value,
    payback,
    return_on_investment,
    returns_of,
    with_residual,
)

steady = settings(deadline=None, derandomize=True, max_examples=100)
few = settings(deadline=None, derandomize=True, max_examples=40)

money = st.floats(-1e7, 1e7, allow_subnormal=False).map(lambda pounds: round(pounds, 2))
income = st.floats(0.01, 1e7).map(lambda pounds: round(pounds, 2))
rates = st.floats(-0.5, 3.0)


def make_study(
    *, site: dict[str, Any] | None = None, finance: dict[str, Any] | None = None, **machine: float
) -> StudyInputs:
    figures = {"hashrate_ths": 200.0, "power_w": 3500.0, "price_gbp": 2500.0, **machine}
    return StudyInputs(
        network=Network(
            as_of=dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
            btc_price_usd=82_826,
            difficulty=132_716_002_350_731,
            block_height=970_748,
            usd_to_gbp=0.75,
            fees_btc_per_block=0.0194,
        ),
        site=Site(
            **{
                "site_power_kw": 1000.0,
                "load_factor": 0.9,
                "power_price_gbp_per_kwh": 0.02,
                **(site or {}),
            }
        ),
        miners=(Miner(name="M", **figures),),
        finance=Finance(
            **{"years": 4, "discount_rate_per_year": 0.1, "miner": "M", **(finance or {})}
        ),
        scenarios=(
            Scenario(name="Base", btc_price_growth_per_year=0.1, difficulty_growth_per_year=0.2),
            Scenario(name="Bear", btc_price_shock=-0.25, power_price_growth_per_year=0.05),
        ),
    )


def terms(flows: list[float], rate: float) -> list[float]:
    return [flow / (1 + rate) ** t for t, flow in enumerate(flows)]


# Returns


@steady
@given(st.lists(money, min_size=2, max_size=51))
def test_npv_is_zero_at_every_rate_found(flows: list[float]) -> None:
    """At each root the discounted flows cancel, to rounding of their sizes."""
    for root in internal_rate_roots(flows):
        if root > -0.999:
            discounted = terms(flows, root)
            assert abs(sum(discounted)) <= 1e-9 * sum(abs(term) for term in discounted)


@steady
@given(income, st.lists(income, min_size=1, max_size=50))
def test_investment_followed_by_income_has_one_rate(invested: float, later: list[float]) -> None:
    """One change of sign is one rate, and NPV is positive below it and negative above."""
    flows = [-invested, *later]
    found = internal_rate(flows)
    assert found.note is None
    assert found.rate_per_year is not None
    rate = found.rate_per_year
    above = net_present_value(rate_per_year=(1 + rate) * 1.01 - 1, cash_flows=flows)
    below = net_present_value(rate_per_year=(1 + rate) * 0.99 - 1, cash_flows=flows)
    assert above < 0 < below


@steady
@given(income, st.lists(income, min_size=1, max_size=50), rates, st.floats(1e-3, 1.0))
def test_npv_falls_as_the_rate_rises(
    invested: float, later: list[float], rate: float, step: float
) -> None:
    """For an investment followed by income a higher rate is a lower NPV."""
    flows = [-invested, *later]
    low, high = net_present_value(rate_per_year=[rate, rate + step], cash_flows=[flows, flows])
    assert high < low or high == pytest.approx(low, rel=1e-12)


@steady
@given(st.lists(st.lists(money, min_size=4, max_size=4), min_size=1, max_size=5), rates)
def test_npv_of_rows_is_the_npv_of_each_row(rows: list[list[float]], rate: float) -> None:
    """An array call and single calls agree to the last bit."""
    together = net_present_value(rate_per_year=rate, cash_flows=rows)
    alone = [net_present_value(rate_per_year=rate, cash_flows=row) for row in rows]
    assert together.tolist() == [float(worth) for worth in alone]


@st.composite
def known_roots(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    """Cash flows whose only rates are known, of degree up to 50.

    In v = 1 / (1 + r) they are the product of (v − v_k) with a polynomial whose coefficients
    are all above 0, which has no positive root; multiplied exactly and rounded once. Rates are
    in steps of 0.1 % with at least 1 % between them.
    """
    count = draw(st.integers(1, 4))
    steps = draw(st.lists(st.integers(-95, 500), min_size=count, max_size=count, unique=True))
    chosen = sorted(Fraction(step, 100) for step in steps)
    cofactor = draw(st.lists(st.integers(1, 64), min_size=1, max_size=51 - count))
    product = [Fraction(c) for c in cofactor]
    for rate in chosen:
        v = 1 / (1 + rate)
        shifted = [Fraction(0), *product]
        scaled = [*(v * c for c in product), Fraction(0)]
        product = [a - b for a, b in zip(shifted, scaled, strict=True)]
    sign = -1 if product[0] > 0 else 1
    return [float(sign * c) for c in product], [float(rate) for rate in chosen]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(known_roots())
def test_all_known_rates_are_found(case: tuple[list[float], list[float]]) -> None:
    """One to four rates between −95 % and 500 %, as close as 1 % apart, in up to 50 years."""
    flows, expected = case
    found = internal_rate_roots(flows)
    assert len(found) == len(expected)
    # Rounding the coefficients moves close roots; how far follows from the slope of NPV.
    for rate, wanted in zip(found, expected, strict=True):
        size = sum(abs(term) for term in terms(flows, wanted))
        slope = abs(sum(-t * term for t, term in enumerate(terms(flows, wanted)))) / (1 + wanted)
        assert rate == pytest.approx(wanted, abs=1e-12 + 1e-14 * len(flows) * size / slope)


def test_close_rates_are_told_apart() -> None:
    """Two rates a thousandth of a per cent apart are two, in 2 years and in 50."""
    for gap in [1e-2, 1e-3, 1e-4, 1e-5]:
        for rate in [-0.9, -0.2, 0.0, 0.05, 0.5, 4.0]:
            for degree in [2, 10, 50]:
                low, high = Fraction(rate), Fraction(rate) + Fraction(gap)
                a, b = 1 / (1 + low), 1 / (1 + high)
                product = [-a * b, a + b, Fraction(-1)]
                cofactor = [Fraction(1, 2**k) for k in range(degree - 1)]
                flows = [Fraction(0)] * (degree + 1)
                for i, p in enumerate(product):
                    for j, c in enumerate(cofactor):
                        flows[i + j] += p * c
                found = internal_rate_roots([float(flow) for flow in flows])
                assert found == pytest.approx((float(low), float(high)), abs=gap / 10)


@steady
@given(income, st.lists(money, min_size=1, max_size=50))
def test_payback_agrees_with_the_cumulative_cash(invested: float, later: list[float]) -> None:
    """Before the year of payback the balance is below 0, at its end it is not."""
    flows = [-invested, *later]
    years = payback(flows)
    balance = np.cumsum(flows)
    tolerance = 1e-9 * np.abs(flows).sum()
    if np.isnan(years):
        assert (balance < tolerance).all()
        return
    assert 0 <= years <= len(later)
    year = int(np.ceil(years - 1e-9))
    assert (balance[:year] < tolerance).all()
    assert balance[max(year, 1)] >= -tolerance
    # On the straight line between the two year ends the balance is 0.
    at = np.interp(years, np.arange(len(flows)), balance)
    assert abs(at) <= tolerance


@steady
@given(income, st.lists(income, min_size=1, max_size=20), st.floats(0.0, 1.0))
def test_residual_never_delays_payback(
    invested: float, later: list[float], residual: float
) -> None:
    """Resale money makes payback possible; it neither delays nor moves an earlier one."""
    without = payback([-invested, *later])
    resale = residual * invested
    with_it = payback([-invested, *later[:-1], later[-1] + resale], residual=resale)
    if not np.isnan(without):
        assert with_it == pytest.approx(without, rel=1e-6)
    else:
        assert np.isnan(with_it) or with_it == len(later)


@st.composite
def projects(draw: st.DrawFn) -> list[list[float]]:
    """One to six cash flows of the same number of years: investments, and whatever comes."""
    years = draw(st.integers(1, 12))
    kind = st.sampled_from([income, money])
    later = st.lists(draw(kind), min_size=years, max_size=years)
    first = st.sampled_from([-1e6, -100.0, 0.0, 50.0])
    rows = st.tuples(first, later).map(lambda row: [row[0], *row[1]])
    return draw(st.lists(rows, min_size=1, max_size=6))


@steady
@given(projects(), st.sampled_from([0.0, 10.0, 5e5]))
def test_many_projects_at_once_are_the_projects_one_by_one(
    rows: list[list[float]], residual: float
) -> None:
    """NPV, IRR, MIRR, ROIC and paybacks of an array are those of ``returns_of``, to 1e-12; NaN
    stands where it gives None.
    """
    alone = [returns_of(row, discount_rate_per_year=0.1, residual=residual) for row in rows]
    flows = with_residual(rows, residual)
    factors = discount_factors(rate_per_year=0.1, periods=flows.shape[1] - 1)
    together = {
        "npv_gbp": net_present_value(rate_per_year=0.1, cash_flows=flows),
        "irr": internal_rates(flows),
        "mirr": modified_internal_rate(
            flows, finance_rate_per_year=0.1, reinvest_rate_per_year=0.1
        ),
        "roic": return_on_investment(rows),
        "simple_payback_years": payback(flows, residual=residual),
        "discounted_payback_years": payback(flows * factors, residual=residual * factors[-1]),
    }
    for name, figures in together.items():
        for one, many in zip(alone, figures.tolist(), strict=True):
            figure = getattr(one, name)
            scale = abs(figure or 0) + (1 if name == "irr" else 0)
            assert many == pytest.approx(
                np.nan if figure is None else figure, abs=1e-12 * scale, rel=0, nan_ok=True
            ), name


# Machines


@steady
@given(
    st.floats(1, 1e4),
    st.floats(1, 1e5),
    st.floats(0, 1),
    st.floats(1e-3, 1e3),
)
def test_profit_is_zero_at_the_break_even_price(
    hashrate: float, power_w: float, overhead: float, rev: float
) -> None:
    """Energy times the break-even power price is the revenue."""
    kwh = energy_per_day(power_w=power_w, overhead_fraction=overhead)
    revenue = hashrate * rev
    price = breakeven_power_price(revenue_gbp_per_day=revenue, energy_kwh_per_day=kwh)
    assert abs(revenue - float(kwh * price)) <= 1e-14 * revenue


@steady
@given(st.lists(st.floats(1, 1e5), min_size=1, max_size=8), st.floats(0, 1), st.floats(0, 5))
def test_machine_figures_of_arrays_are_those_of_scalars(
    powers: list[float], overhead: float, price: float
) -> None:
    """A column of machines is the machines one by one, to the last bit."""
    watts = np.array(powers)
    pairs = [
        (energy_per_day(power_w=watts, overhead_fraction=overhead),
         [energy_per_day(power_w=w, overhead_fraction=overhead) for w in powers]),
        (efficiency(power_w=watts, hashrate_ths=7.0),
         [efficiency(power_w=w, hashrate_ths=7.0) for w in powers]),
        (power_cost_per_th(
            efficiency_j_per_th=watts, power_price_gbp_per_kwh=price, overhead_fraction=overhead),
         [power_cost_per_th(
             efficiency_j_per_th=w, power_price_gbp_per_kwh=price, overhead_fraction=overhead)
          for w in powers]),
        (simple_payback(price_gbp=1e3, profit_gbp_per_day=watts),
         [simple_payback(price_gbp=1e3, profit_gbp_per_day=w) for w in powers]),
    ]  # fmt: skip
    for together, alone in pairs:
        assert together.tolist() == [float(value) for value in alone]


@steady
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=8), st.floats(1e12, 1e15))
def test_bitcoin_figures_of_arrays_are_those_of_scalars(
    heights: list[int], difficulty: float
) -> None:
    """A row of days is the days one by one, to the last bit."""
    column = np.array(heights)
    assert block_subsidy(column).tolist() == [int(block_subsidy(h)) for h in heights]
    btc = btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=column)
    assert btc.tolist() == [
        float(btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=h)) for h in heights
    ]
    figures = {"difficulty": difficulty, "fees_btc_per_block": 0.01, "btc_price": 9e4}
    prices = hashprice(block_height=column, **figures)
    assert prices.tolist() == [float(hashprice(block_height=h, **figures)) for h in heights]


@steady
@given(st.integers(0, 200_000), st.decimals("0.001", "20", places=3))
def test_count_of_machines_that_fit_exactly_is_exact(count: int, unit_kw: Any) -> None:
    """Power for n machines, rounded to a double, runs n machines and not n − 1."""
    power = float(count * unit_kw)
    assert machine_count(effective_power_kw=power, machine_power_kw=float(unit_kw)) == count


# Whole studies


@few
@given(st.floats(0, 1), st.floats(0.001, 1))
def test_profit_falls_as_the_power_price_rises(price: float, step: float) -> None:
    """A dearer kWh lowers a machine's profit, the site's and every year's."""
    cheap = evaluate(make_study(site={"power_price_gbp_per_kwh": price}))
    dear = evaluate(make_study(site={"power_price_gbp_per_kwh": price + step}))
    assert (dear.miners.profit_gbp_per_day < cheap.miners.profit_gbp_per_day).all()
    assert dear.site is not None
    assert cheap.site is not None
    assert dear.site.site_gross_profit_per_day < cheap.site.site_gross_profit_per_day
    for name, scenario in cheap.scenarios.items():
        other = dear.scenarios[name]
        assert (other.annual_profit_gbp < scenario.annual_profit_gbp).all()
        assert other.npv_gbp < scenario.npv_gbp


@few
@given(st.floats(0, 0.2))
def test_site_profit_is_zero_at_the_break_even_price_of_its_machine(overhead: float) -> None:
    """At its break-even price a built site's year-1 profit is 0 in the base case."""
    site = {"overhead_fraction": overhead}
    first = evaluate(make_study(site=site))
    price = float(first.miners.breakeven_power_price_gbp_per_kwh[0])
    result = evaluate(make_study(site={**site, "power_price_gbp_per_kwh": price}))
    assert result.site is not None
    revenue = result.site.site_revenue_per_day
    assert abs(result.site.site_gross_profit_per_day) <= 1e-13 * revenue
    assert abs(result.scenarios["Base"].annual_profit_gbp[0]) <= 1e-12 * revenue * 365


@few
@given(st.integers(1, 2000), st.floats(0, 0.15), st.booleans())
def test_twice_the_site_is_twice_the_money(count: int, price: float, off: bool) -> None:
    """Twice the machines double every amount and leave every ratio and every time."""
    finance = {"switch_off_when_unprofitable": off, "residual_value_fraction": 0.1}

    def site(machines: int) -> dict[str, float]:
        return {
            "site_power_kw": 3.5 * machines,
            "load_factor": 1.0,
            "power_price_gbp_per_kwh": price,
        }

    one = evaluate(make_study(site=site(count), finance=finance))
    two = evaluate(make_study(site=site(2 * count), finance=finance))
    assert one.site is not None
    assert two.site is not None
    assert (one.site.n_miners, two.site.n_miners) == (count, 2 * count)
    for name in (
        "site_hashrate_ths",
        "site_kwh_per_day",
        "site_power_cost_per_day",
        "capex_miners_gbp",
        "site_revenue_per_day",
        "site_gross_profit_per_day",
    ):
        assert getattr(two.site, name) == pytest.approx(2 * getattr(one.site, name), rel=1e-13)
    for name, single in one.scenarios.items():
        double = two.scenarios[name]
        assert double.days_mined.tolist() == single.days_mined.tolist()
        assert double.cashflows == pytest.approx(2 * single.cashflows, rel=1e-12)
        assert double.npv_gbp == pytest.approx(2 * single.npv_gbp, rel=1e-12)
        assert double.irr_note == single.irr_note
        assert double.irr_roots == pytest.approx(single.irr_roots, abs=1e-9)
        for ratio in ("roic", "mirr", "simple_payback_years", "discounted_payback_years"):
            want = getattr(single, ratio)
            got = getattr(double, ratio)
            assert got == (None if want is None else pytest.approx(want, rel=1e-9))


@few
@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_only_price_times_exchange_rate_matters(price: float, rate: float) -> None:
    """£/BTC decides: a dearer coin at a weaker dollar is the same study."""
    assume(0.01 < price * rate < 100)
    base = make_study()
    network = base.network
    moved = StudyInputs(
        network=Network(
            as_of=network.as_of,
            btc_price_usd=network.btc_price_usd * price,
            difficulty=network.difficulty,
            block_height=network.block_height,
            usd_to_gbp=network.usd_to_gbp / price,
            fees_btc_per_block=network.fees_btc_per_block,
        ),
        site=base.site,
        miners=base.miners,
        finance=base.finance,
        scenarios=base.scenarios,
    )
    before, after = evaluate(base), evaluate(moved)
    assert after.rev_per_th_per_day_y1 == pytest.approx(before.rev_per_th_per_day_y1, rel=1e-12)


@few
@given(st.floats(0.02, 0.08))
def test_switching_off_never_loses_money(price: float) -> None:
    """Leaving out days of loss cannot lower a year's profit or the NPV."""
    site = {"power_price_gbp_per_kwh": price}
    on = evaluate(make_study(site=site))
    off = evaluate(make_study(site=site, finance={"switch_off_when_unprofitable": True}))
    for name, scenario in on.scenarios.items():
        slack = 1e-12 * scenario.annual_revenue_gbp
        assert (off.scenarios[name].annual_profit_gbp >= scenario.annual_profit_gbp - slack).all()
        assert (off.scenarios[name].days_mined <= 365).all()
