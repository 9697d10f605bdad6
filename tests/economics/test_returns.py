"""What an investment returns."""

import numpy as np
import pytest

from hydro_mining.economics.internal_rates import (
    internal_rate,
    internal_rate_roots,
    internal_rates,
)
from hydro_mining.economics.returns import (
    cumulative_discounted,
    discount_factors,
    ends_below_zero,
    modified_internal_rate,
    net_present_value,
    payback,
    return_on_investment,
    returns_of,
)


def npv(rate_per_year: float, flows: list[float]) -> float:
    """The definition, term by term."""
    return sum(flow / (1 + rate_per_year) ** t for t, flow in enumerate(flows))


# Net present value


def test_investment_is_not_discounted() -> None:
    """At 25 % £−100, £125 and £125 are worth −100 + 100 + 80 = £80."""
    assert float(net_present_value(rate_per_year=0.25, cash_flows=[-100, 125, 125])) == 80.0


def test_rate_of_zero_adds_up() -> None:
    """A discount rate of 0 is a rate: −100 + 60 + 60 = 20."""
    assert float(net_present_value(rate_per_year=0.0, cash_flows=[-100, 60, 60])) == 20.0


def test_negative_rate_makes_later_money_worth_more() -> None:
    """At −50 % money of year 2 counts four times: −100 + 20 + 40 = −40."""
    assert float(net_present_value(rate_per_year=-0.5, cash_flows=[-100, 10, 10])) == -40.0


def test_discount_factors_start_at_one() -> None:
    """At 100 % the factors are 1, a half, a quarter."""
    assert discount_factors(rate_per_year=1.0, periods=2).tolist() == [1.0, 0.5, 0.25]
    assert discount_factors(rate_per_year=[0.0, 1.0], periods=1).tolist() == [[1, 1], [1, 0.5]]


def test_discounted_cash_adds_up_to_npv() -> None:
    """The last of the cumulative discounted flows is the NPV."""
    total = cumulative_discounted(rate_per_year=0.25, cash_flows=[-100, 125, 125])
    assert total.tolist() == [-100.0, 0.0, 80.0]


def test_npv_of_many_rows_is_the_npv_of_each() -> None:
    """Cash flows are on the last axis, whatever stands before it."""
    rows = [[[-100.0, 125.0, 125.0], [-10.0, 0.0, 15.625]], [[0.0, 0.0, 0.0], [1.0, 1.25, 1.5625]]]
    worth = net_present_value(rate_per_year=0.25, cash_flows=rows)
    assert worth.tolist() == [[80.0, 0.0], [0.0, 3.0]]


# Internal rate of return


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100.0, 110.0], 0.1),
        ([-100.0, 100.0], 0.0),
        ([-100.0, 50.0], -0.5),
        ([-100.0, 0.0, 400.0], 1.0),
        ([-100.0, 0.0, 0.0, 72.9], -0.1),
        ([-100.0, 1000.0], 9.0),
        # 60/1.2 + 72/1.2**2 = 50 + 50
        ([-100.0, 60.0, 72.0], 0.2),
        # money out twice before it comes in: 100 + 120/1.2 = 288/1.2**2
        ([-100.0, -120.0, 288.0], 0.2),
    ],
)
def test_rate_is_found_where_there_is_one(flows: list[float], rate: float) -> None:
    """The only rate at which NPV is 0 is the IRR, negative ones included."""
    found = internal_rate(flows)
    assert found.note is None
    assert found.rate_per_year == pytest.approx(rate, abs=1e-14)
    assert found.roots == (found.rate_per_year,)


@pytest.mark.parametrize("flows", [[-1.0, -2.0, -3.0], [-5.0, 0.0, 0.0], [-5.0], [1.0, 2.0]])
def test_money_in_one_direction_has_no_rate(flows: list[float]) -> None:
    """Without a change of sign there is no IRR, and it is not 0."""
    found = internal_rate(flows)
    assert (found.rate_per_year, found.note, found.roots) == (None, "no sign change", ())


@pytest.mark.parametrize("flows", [[-1.0, 1.0, -1.0], [-100.0, 150.0, -100.0]])
def test_signs_may_change_without_a_root(flows: list[float]) -> None:
    """−1 + v − v² is below 0 for every v."""
    found = internal_rate(flows)
    assert (found.rate_per_year, found.note, found.roots) == (None, "no real root", ())


def test_several_roots_are_all_given() -> None:
    """−100 + 230 v − 132 v² is 0 at v = 1/1.1 and 1/1.2: 10 % and 20 %."""
    found = internal_rate([-100.0, 230.0, -132.0])
    assert (found.rate_per_year, found.note) == (None, "several roots")
    assert found.roots == pytest.approx((0.1, 0.2), abs=1e-12)


def test_roots_below_minus_100_per_cent_do_not_count() -> None:
    """−1 + v/2 + v²/2 is 0 at v = 1 and v = −2; the second is a rate of −150 %."""
    found = internal_rate([-1.0, 0.5, 0.5])
    assert found.note is None
    assert found.rate_per_year == pytest.approx(0.0, abs=1e-14)


def test_no_investment_has_no_rate() -> None:
    """With nothing paid at t = 0 there is no rate, even where NPV is 0 somewhere."""
    assert internal_rate([0.0, 5.0, 5.0]).note == "no investment"
    assert internal_rate([0.0, 0.0]).note == "no investment"
    found = internal_rate([0.0, -100.0, 110.0])
    assert (found.rate_per_year, found.note) == (None, "no investment")
    assert found.roots == pytest.approx((0.1,), abs=1e-14)


def test_double_root_is_one_root() -> None:
    """−100 + 220 v − 121 v² = −(10 − 11 v)² touches 0 at 10 % once."""
    found = internal_rate([-100.0, 220.0, -121.0])
    assert found.note is None
    assert found.roots == pytest.approx((0.1,), abs=1e-7)


def test_double_roots_are_found_at_every_rate() -> None:
    """−(100 − (100 + r) v)² touches 0 at r % only, for r from −90 to 300."""
    for percent in range(-90, 301):
        growth = 100 + percent
        roots = internal_rate_roots([-10_000.0, 200.0 * growth, -1.0 * growth**2])
        assert roots == pytest.approx((percent / 100,), abs=1e-6)


def test_zeros_at_either_end_do_not_matter() -> None:
    """Years without cash at the end leave the rate as it is."""
    assert internal_rate([-100.0, 110.0, 0.0, 0.0]).rate_per_year == pytest.approx(0.1)


def test_rate_does_not_depend_on_the_unit_of_money() -> None:
    """Pennies, pounds and billions have one IRR."""
    flows = np.array([-150_000.0, 15_000.0, 25_000.0, 35_000.0, 45_000.0, 60_000.0])
    rates = [internal_rate(flows * unit).rate_per_year for unit in (1e-9, 1e-2, 1.0, 1e9)]
    assert rates == pytest.approx([0.052432888859412996] * 4, abs=1e-12)


def test_rates_from_minus_99_to_1000_per_cent_are_found() -> None:
    """The whole range of a single-period rate, one by one."""
    for rate in np.linspace(-0.99, 10.0, 300):
        assert internal_rate([-100.0, 100.0 * (1 + rate)]).rate_per_year == pytest.approx(
            rate, abs=1e-12
        )


def test_fifty_years_of_level_income() -> None:
    """−1,000 and 50 times 100: NPV is 0 at 1 − (1 + r)**−50 = 10 r."""
    rate = internal_rate([-1000.0] + [100.0] * 50).rate_per_year
    assert rate is not None
    assert 1 - (1 + rate) ** -50 == pytest.approx(10 * rate, rel=1e-13)


def test_clean_up_cost_at_the_end_gives_two_rates() -> None:
    """−100, 29 years of 20 and −300 at the end change sign twice and have two roots."""
    flows = [-100.0] + [20.0] * 29 + [-300.0]
    found = internal_rate(flows)
    assert found.note == "several roots"
    assert len(found.roots) == 2
    for root in found.roots:
        scale = sum(abs(flow) / (1 + root) ** t for t, flow in enumerate(flows))
        assert abs(npv(root, flows)) < 1e-12 * scale


def test_not_a_number_has_no_roots() -> None:
    """An undefined cash flow has no rate rather than a crash."""
    assert internal_rate_roots([-1.0, float("nan"), 3.0]) == ()
    assert internal_rate_roots([-1.0, float("inf"), 3.0]) == ()


def test_tiny_last_outflow_does_not_hide_the_rate() -> None:
    """−1, 2 and a last −1e-16 still return 100 %, and −100 % is no root."""
    roots = internal_rate_roots([-1.0, 2.0, -1e-16])
    assert roots[-1] == pytest.approx(1.0, abs=1e-12)
    assert all(root > -1 for root in roots)


@pytest.mark.filterwarnings("error")
def test_vanishing_last_flow_is_no_crash() -> None:
    """A last year's 1e-308 does not end in a traceback."""
    assert internal_rate_roots([-1.0, 2.0, 1e-308]) == pytest.approx((1.0,), abs=1e-12)


def test_double_root_beside_another_is_not_lost() -> None:
    """−(100 − 181 v)² (100 − 213 v) is 0 at 81 % (twice) and at 113 %."""
    roots = internal_rate_roots([-1_000_000.0, 5_750_000.0, -10_986_700.0, 6_978_093.0])
    assert roots == pytest.approx((0.81, 1.13), abs=1e-5)


def test_double_root_beside_another_is_given_once() -> None:
    """−(100 − 168 v)² (100 − 177 v) is 0 at 68 % (twice) and at 77 %: two rates, not three."""
    roots = internal_rate_roots([-1_000_000.0, 5_130_000.0, -8_769_600.0, 4_995_648.0])
    assert roots == pytest.approx((0.68, 0.77), abs=1e-5)


@pytest.mark.parametrize(
    ("flows", "rates"),
    [
        # −(100 − 105 v)² (100 − 106 v) (100 − 108 v)
        ([-1e8, 424_000_000.0, -674_130_000.0, 476_343_000.0, -126_214_200.0], (0.05, 0.06, 0.08)),
        # −(100 − 112 v) (100 − 113 v)² (100 − 119 v)
        ([-1e8, 457_000_000.0, -783_030_000.0, 596_176_700.0, -170_185_232.0], (0.12, 0.13, 0.19)),
    ],
)
def test_double_root_near_two_others_is_given_once(
    flows: list[float], rates: tuple[float, ...]
) -> None:
    """A percent or two from two other rates a double root is still one of three."""
    assert internal_rate_roots(flows) == pytest.approx(rates, abs=1e-5)


def test_tiny_flows_at_both_ends_do_not_hide_the_rate() -> None:
    """−1e-200, −1, 50 and −1e-40 return 4,900 %, as −1 and 50 do."""
    roots = internal_rate_roots([-1e-200, -1.0, 50.0, -1e-40])
    assert roots == pytest.approx((49.0,), abs=1e-10)


# Modified internal rate


def test_mirr_lends_and_borrows_at_given_rates() -> None:
    """100 out; 100 of year 1 grows at 44 % to 144: (244/100)**(1/2) − 1 with 100 of year 2."""
    rate = modified_internal_rate(
        [-100.0, 100.0, 100.0], finance_rate_per_year=0.1, reinvest_rate_per_year=0.44
    )
    assert rate == pytest.approx(2.44**0.5 - 1, abs=1e-14)


def test_mirr_discounts_later_payments_at_the_finance_rate() -> None:
    """−100 and −110 at 10 % are 200 today; 450 in year 2 give (450/200)**(1/2) − 1 = 50 %."""
    rate = modified_internal_rate(
        [-100.0, -110.0, 450.0], finance_rate_per_year=0.1, reinvest_rate_per_year=0.3
    )
    assert rate == pytest.approx(0.5, abs=1e-14)


@pytest.mark.parametrize("flows", [[-1.0, -2.0], [1.0, 2.0], [0.0, 0.0], [0.0, 5.0]])
def test_mirr_needs_money_both_ways(flows: list[float]) -> None:
    """Without a payment or without an income there is no MIRR."""
    rate = modified_internal_rate(flows, finance_rate_per_year=0.1, reinvest_rate_per_year=0.1)
    assert np.isnan(rate)


def test_mirr_needs_an_investment() -> None:
    """With nothing paid at t = 0 there is no MIRR, as there is no IRR."""
    flows = [0.0, -100.0, 121.0]
    assert np.isnan(
        modified_internal_rate(flows, finance_rate_per_year=0.1, reinvest_rate_per_year=0.1)
    )
    assert returns_of(flows, discount_rate_per_year=0.1).irr_note == "no investment"


# Return on the investment


def test_roic_is_the_mean_profit_over_the_investment() -> None:
    """60 and 40 a year on 200 are 25 %; on nothing there is none."""
    found = return_on_investment([[-200.0, 60.0, 40.0], [0.0, 60.0, 40.0]])
    assert found.tolist() == pytest.approx([0.25, np.nan], nan_ok=True)


# One investment in all its figures


def test_returns_of_an_investment_with_resale() -> None:
    """−100, 60 and 60, and 24 of resale, at 20 %: −100 + 50 + 84/1.44 = 8 1/3; paid back after
    40/60 of year 2, discounted only by the resale; 60 a year on 100 are 60 %.
    """
    found = returns_of([-100.0, 60.0, 60.0], discount_rate_per_year=0.2, residual=24.0)
    assert found.cashflows.tolist() == [-100, 60, 84]
    assert found.cumulative_gbp.tolist() == [-100, -40, 44]
    assert found.discounted_cumulative_gbp.tolist() == pytest.approx([-100, -50, 25 / 3])
    assert found.npv_gbp == pytest.approx(25 / 3)
    # 100 (1 + r)² = 60 (1 + r) + 84
    assert found.irr == pytest.approx(0.3 + (0.3**2 + 0.84) ** 0.5 - 1, abs=1e-14)
    assert (found.irr_note, found.irr_roots) == (None, (found.irr,))
    # (60 × 1.2 + 84) / 100 = 1.56
    assert found.mirr == pytest.approx(1.56**0.5 - 1, abs=1e-14)
    assert found.roic == 0.6
    assert found.simple_payback_years == pytest.approx(1 + 40 / 60)
    assert found.discounted_payback_years == 2
    assert not found.ends_below_zero


def test_returns_without_an_investment_are_undefined() -> None:
    """What needs an investment is None, with the reason; NPV is what comes in."""
    found = returns_of([0.0, 11.0], discount_rate_per_year=0.1)
    assert (found.irr, found.irr_note) == (None, "no investment")
    assert (found.mirr, found.roic) == (None, None)
    assert (found.simple_payback_years, found.discounted_payback_years) == (None, None)
    assert found.npv_gbp == pytest.approx(10)


# Many at once


def test_rates_of_many_projects() -> None:
    """10 %, −50 %, none for want of a sign change, of a root or of an investment, one of −100,
    0 and 400; where there are two rates there is none.
    """
    rows = [
        [-100.0, 110.0, 0.0],
        [-100.0, 50.0, 0.0],
        [-1.0, -2.0, -3.0],
        [-100.0, 150.0, -100.0],
        [0.0, -100.0, 110.0],
        [-100.0, 0.0, 400.0],
        [-100.0, 230.0, -132.0],
        [-100.0, np.nan, 110.0],
        [100.0, -110.0, 0.0],
    ]
    wanted = [0.1, -0.5, np.nan, np.nan, np.nan, 1.0, np.nan, np.nan, 0.1]
    assert internal_rates(rows) == pytest.approx(wanted, abs=1e-14, nan_ok=True)
    assert internal_rates(rows[0]) == pytest.approx(0.1, abs=1e-14)
    assert internal_rates([rows[:2], rows[1:3]]).shape == (2, 2)


def test_rates_of_many_extreme_projects_are_those_of_each() -> None:
    """From −99.9 % to 100,000-fold a year, in one year and in fifty, in pennies and billions."""
    rows = [
        [-unit, *[0.0] * (years - 1), unit * growth**years, *[0.0] * (50 - years)]
        for unit in (1e-9, 1.0, 1e9)
        for growth in (1e-3, 0.5, 1.0, 1.1, 3.0, 1e5)
        for years in (1, 2, 50)
    ]
    alone = [internal_rate(row).rate_per_year for row in rows]
    assert internal_rates(rows) == pytest.approx(alone, rel=1e-12, abs=1e-12)


def test_mirr_at_the_irr_is_the_irr() -> None:
    """Who lends and borrows at the IRR earns it."""
    flows = [-150_000.0, 15_000.0, 25_000.0, 35_000.0, 45_000.0, 60_000.0]
    rate = internal_rate(flows).rate_per_year
    assert rate is not None
    mirr = modified_internal_rate(flows, finance_rate_per_year=rate, reinvest_rate_per_year=rate)
    assert mirr == pytest.approx(rate, abs=1e-13)


# Payback


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ([-100.0, 200.0], 0.5),
        ([-100.0, 50.0, 100.0], 1.5),
        ([-900.0, 400.0, 400.0, 400.0], 2.25),
        ([-100.0, -50.0, 100.0, 100.0], 2.5),
        ([-100.0, 0.0, 0.0, 400.0], 2.25),
        # the first crossing counts, also when the cash is lost again
        ([-100.0, 200.0, -300.0, 400.0], 0.5),
    ],
)
def test_payback_is_interpolated_inside_the_year(flows: list[float], years: float) -> None:
    """What is missing at the start of the year over that year's cash."""
    assert payback(flows) == pytest.approx(years, abs=1e-14)


def test_crossing_exactly_at_the_end_is_in_time() -> None:
    """What is just paid back in the last year is paid back, whatever the rounding."""
    for years in range(1, 51):
        assert payback([-0.1 * years] + [0.1] * years) == pytest.approx(years, abs=1e-9)


def test_a_penny_short_is_not_paid_back() -> None:
    """Rounding is forgiven, a penny in a million is not."""
    assert np.isnan(payback([-1_000_000.0, 500_000.0, 499_999.99]))
    assert payback([-1_000_000.0, 500_000.0, 500_000.0]) == 2.0


@pytest.mark.parametrize("flows", [[0.0, 5.0], [0.0, 0.0], [10.0, -5.0]])
def test_nothing_invested_is_nothing_to_pay_back(flows: list[float]) -> None:
    """Without an investment payback is undefined, not 0."""
    assert np.isnan(payback(flows))


def test_losses_are_never_paid_back() -> None:
    """A mine that loses every year has no payback."""
    assert np.isnan(payback([-100.0, -1.0, -1.0]))


def test_residual_arrives_at_the_end_of_the_last_year() -> None:
    """−100, 10 and 10 + 85 of resale: only the resale crosses 0, so at 2 and not at 1.95."""
    assert payback([-100.0, 10.0, 95.0], residual=85.0) == 2.0


def test_residual_does_not_speed_up_an_operating_crossing() -> None:
    """−100, 60 and 80 + 40: the operation alone crosses at 1 + 40/80 = 1.5 years."""
    assert payback([-100.0, 60.0, 120.0], residual=40.0) == 1.5


def test_residual_that_is_too_small_pays_nothing_back() -> None:
    """−100, 10, 10 and 79 of resale are 1 short."""
    assert np.isnan(payback([-100.0, 10.0, 89.0], residual=79.0))


def test_residual_lifts_a_last_year_of_loss() -> None:
    """−100, 90 and a loss of 20 that 50 of resale outweighs: at 2."""
    assert payback([-100.0, 90.0, 30.0], residual=50.0) == 2.0


def test_crossing_before_the_last_year_ignores_the_residual() -> None:
    """−100, 120, −10 + 50: crossed in year 1, at 100/120."""
    assert payback([-100.0, 120.0, 40.0], residual=50.0) == pytest.approx(100 / 120)


def test_payback_does_not_change_its_argument() -> None:
    """The caller's array is left alone."""
    flows = np.array([-100.0, 10.0, 95.0])
    payback(flows, residual=85.0)
    assert flows.tolist() == [-100.0, 10.0, 95.0]


def test_cash_that_is_lost_again_is_told() -> None:
    """−100, 150, −80 pays back in year 1 and ends 30 below 0; an exact 0 is not below."""
    assert ends_below_zero([-100.0, 150.0, -80.0])
    assert not ends_below_zero([-100.0, 150.0, -50.0])
    assert not ends_below_zero([-0.3, 0.1, 0.1, 0.1])


def test_payback_is_never_negative() -> None:
    """A vanishing investment that grows before it is earned back is not paid back before t = 0."""
    assert payback([-1e-9, -1e-9, 1e6]) == pytest.approx(1, abs=1e-14)
