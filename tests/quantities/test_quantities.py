"""The vocabulary: what is legal, how figures are written, and what they are called."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked, formatted, heading, label
from hydro_mining.quantities.kinds import LARGEST_EXACT_INTEGER

INPUTS = sorted(name for name, quantity in QUANTITIES.items() if quantity.range is not None)
WHOLE = [name for name in INPUTS if QUANTITIES[name].range.whole]

# SPEC section 2, "Ranges", and the inputs of section 4: lower edge, whether it is legal itself,
# upper edge. Prices and thresholds per MWh may be anything: being paid to take power is a price.
ABOVE_ZERO = (0, False, None)
ZERO_OR_MORE = (0, True, None)
FRACTION = (0, True, 1)
RATE = (-1, False, 10)
ANYTHING = (None, True, None)
SHARE = (0, False, 1)
HOUR_OF_DAY = (0, True, 24)
COEFFICIENT = (0, True, 1_000)
VOLATILITY = (0, True, 5)
SPECIFIED = {
    "btc_price_usd": ABOVE_ZERO,
    "difficulty": ABOVE_ZERO,
    "block_height": (0, True, 2**53 - 1),
    "usd_to_gbp": ABOVE_ZERO,
    "fees_btc_per_block": ZERO_OR_MORE,
    "site_power_kw": ABOVE_ZERO,
    "load_factor": (0, False, 1),
    "power_price_gbp_per_kwh": (0, True, 5),
    "overhead_fraction": FRACTION,
    "hashrate_ths": ABOVE_ZERO,
    "power_w": ABOVE_ZERO,
    "price_gbp": ZERO_OR_MORE,
    "years": (1, True, 50),
    "discount_rate_per_year": RATE,
    "pool_fee_fraction": FRACTION,
    "other_capex_gbp": ZERO_OR_MORE,
    "other_opex_gbp_per_year": ZERO_OR_MORE,
    "other_capex_gbp_per_kw": ZERO_OR_MORE,
    "other_opex_gbp_per_kw_per_year": ZERO_OR_MORE,
    "residual_value_fraction": FRACTION,
    "btc_price_shock": RATE,
    "btc_price_growth_per_year": RATE,
    "difficulty_shock": RATE,
    "difficulty_growth_per_year": RATE,
    "fee_growth_per_year": RATE,
    "power_price_shock": RATE,
    "power_price_growth_per_year": RATE,
    # SPEC section 8, group hydro.
    "flow_m3_s": ZERO_OR_MORE,
    "flow_scale": ABOVE_ZERO,
    "residual_flow_m3_s": ZERO_OR_MORE,
    "exceedance": FRACTION,
    "hands_off": ZERO_OR_MORE,
    "share_above": FRACTION,
    "gross_head_m": ABOVE_ZERO,
    "head_m": ABOVE_ZERO,
    "head_loss_fraction": FRACTION,
    "diameter_m": ABOVE_ZERO,
    "length_m": ABOVE_ZERO,
    "roughness_mm": ZERO_OR_MORE,
    "local_loss_factor": ABOVE_ZERO,
    "kinematic_viscosity_m2_s": ABOVE_ZERO,
    "design_flow_m3_s": ABOVE_ZERO,
    "units": (1, True, 20),
    "turbine_coefficient": (0, True, 10),
    "jets": (1, True, 8),
    "minimum_flow_fraction": FRACTION,
    "generator_efficiency": SHARE,
    "outage_fraction": FRACTION,
    "capacity_kw": ABOVE_ZERO,
    # And group market; a price may be anything.
    "export_price_gbp_per_mwh": ANYTHING,
    "rate_to_gbp": ABOVE_ZERO,
    "export_limit_kw": ZERO_OR_MORE,
    "generation_payment_gbp_per_mwh": ZERO_OR_MORE,
    "deemed_export_fraction": FRACTION,
    "power_mw": ABOVE_ZERO,
    "efficiency_w_per_th": ABOVE_ZERO,
    "hashprice": ZERO_OR_MORE,
    "price": (-1_000_000_000, True, 1_000_000_000),
    "threshold": ANYTHING,
    "threshold_per_hour": ANYTHING,
    "fixed_om_per_mw_year": ZERO_OR_MORE,
    "variable_om_per_mwh": ZERO_OR_MORE,
    "min_run_hours": ZERO_OR_MORE,
    "min_down_hours": ZERO_OR_MORE,
    "restart_cost": ZERO_OR_MORE,
    "power_fraction": SHARE,
    "hashrate_fraction": SHARE,
    "peak_start_hour": HOUR_OF_DAY,
    "peak_end_hour": HOUR_OF_DAY,
    "trailing_hours": ABOVE_ZERO,
    # SPEC section 10: shares and fees of 0 to 1, yields above −100 %, a host's price like power's.
    "hodl_fraction": FRACTION,
    "trading_fee_fraction": FRACTION,
    "custody_fee_per_year": FRACTION,
    "gilt_yield_per_year": RATE,
    "savings_yield_per_year": RATE,
    "index_yield_per_year": RATE,
    "index_volatility_per_year": ZERO_OR_MORE,
    "machine_price_gbp": ZERO_OR_MORE,
    "setup_fee_gbp": ZERO_OR_MORE,
    "deposit_months": ZERO_OR_MORE,
    "all_in_gbp_per_kwh": (0, True, 5),
    "profit_share": FRACTION,
    "uptime": FRACTION,
    "quoted_usd_per_kwh": (0, True, 5),
    "quoted_usd_per_th": ZERO_OR_MORE,
    # SPEC section 9; beyond 500 % a year no figure is finite for long.
    "btc_price_volatility_per_year": VOLATILITY,
    "difficulty_volatility_per_year": VOLATILITY,
    "price_difficulty_correlation": (-1, True, 1),
    "hashrate_elasticity": VOLATILITY,
    "hashrate_half_life_months": ZERO_OR_MORE,
    "fee_volatility_per_year": VOLATILITY,
    "power_price_volatility_per_year": VOLATILITY,
    "usd_to_gbp_volatility_per_year": VOLATILITY,
    "fee_half_life_months": ABOVE_ZERO,
    "power_price_half_life_months": ABOVE_ZERO,
    "load_factor_cv": VOLATILITY,
    "hashrate_tolerance": FRACTION,
    "power_tolerance": FRACTION,
    "uptime_mean": SHARE,
    "uptime_cv": FRACTION,
    "paths": (1, True, 1_000_000),
    "seed": (0, True, 2**32 - 1),
    "workers": (1, True, 1_000),
    # SPEC section 3: 1 to 300 MW, and every coefficient a parameter.
    "growth_power_mw": (1, True, 300),
    "sqrt_coefficient": COEFFICIENT,
    "log_coefficient": COEFFICIENT,
    "log_slope": COEFFICIENT,
    "constant": COEFFICIENT,
}


def legal_value(name: str) -> float | int:
    """Return a value inside every range that has one of these edges."""
    return 1 if QUANTITIES[name].range.whole or SPECIFIED[name][0] == 1 else 0.5


def refused(name: str, value: Any) -> InputError:
    """Return the error that ``checked`` raises."""
    with pytest.raises(InputError) as caught:
        checked(name, value)
    return caught.value


def test_every_input_has_its_specified_range() -> None:
    """The inputs and their ranges are those of the specification, no more and no fewer."""
    ranges = {name: QUANTITIES[name].range for name in INPUTS}
    assert {n: (r.lower, r.lower_is_legal, r.upper) for n, r in ranges.items()} == SPECIFIED
    assert [
        *("block_height", "jets", "paths", "peak_end_hour", "peak_start_hour", "seed"),
        *("units", "workers", "years"),
    ] == WHOLE


@pytest.mark.parametrize("name", [n for n in INPUTS if SPECIFIED[n][0] is not None])
def test_lower_edge(name: str) -> None:
    """The lower edge is legal or not as specified; just below it nothing is."""
    lower, is_legal, _ = SPECIFIED[name]
    if is_legal:
        assert checked(name, lower) == lower
    else:
        error = refused(name, lower)
        assert f"above {lower}" in error.rule
        assert checked(name, math.nextafter(lower, math.inf)) > lower
    below = lower - 1 if name in WHOLE else math.nextafter(lower, -math.inf)
    assert refused(name, below).argument == name


@pytest.mark.parametrize("name", [n for n in INPUTS if SPECIFIED[n][2] is not None])
def test_upper_edge(name: str) -> None:
    """An upper edge is always legal; just above it nothing is."""
    upper = SPECIFIED[name][2]
    assert checked(name, upper) == upper
    above = upper + 1 if name in WHOLE else math.nextafter(upper, math.inf)
    assert f"{upper:,}" in refused(name, above).rule


@pytest.mark.parametrize("name", [n for n in INPUTS if SPECIFIED[n][2] is None])
def test_no_upper_edge(name: str) -> None:
    """Without an upper edge the largest finite number is legal."""
    assert checked(name, 1.7e308) == 1.7e308


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        np.True_,
        np.False_,
        math.nan,
        np.float64("nan"),
        math.inf,
        -math.inf,
        np.float32("inf"),
        None,
        "",
        "1",
        b"1",
        1 + 0j,
        [1],
        np.array(1.0),
        np.array([1.0]),
        Decimal(1),
        10**400,
    ],
    ids=repr,
)
def test_what_is_not_a_finite_number_is_refused(value: Any) -> None:
    """Booleans, text, nothing, arrays, NaN, infinities and overflowing ints are no numbers."""
    assert [name for name in INPUTS if not is_refused_as_no_number(name, value)] == []


def is_refused_as_no_number(name: str, value: Any) -> bool:
    """Return whether an input refuses a value in one line, by its name and with its unit."""
    unit = QUANTITIES[name].unit
    try:
        checked(name, value)
    except InputError as error:
        return (
            error.argument == name
            and error.value is value
            and "number" in error.rule
            and "\n" not in str(error)
            and error.rule.endswith(f"({unit})" if unit else "")
        )
    return False


@pytest.mark.parametrize(
    "kind", [np.float64, np.float32, np.float16, np.longdouble, Fraction], ids=lambda k: k.__name__
)
def test_real_scalars_become_plain_numbers(kind: Any) -> None:
    """Any real scalar is taken and leaves as Python's own float or int."""
    legal = {name: legal_value(name) for name in INPUTS}
    taken = {name: checked(name, kind(value)) for name, value in legal.items()}
    assert taken == legal
    kinds = {name: type(number) for name, number in taken.items()}
    assert kinds == {name: int if name in WHOLE else float for name in INPUTS}


@pytest.mark.parametrize("kind", [int, np.int64, np.uint8, np.int8, float, np.float64])
def test_whole_numbers_are_plain_ints(kind: Any) -> None:
    """5, 5.0 and numpy's fives are 5 years."""
    years = checked("years", kind(5))
    assert years == 5
    assert type(years) is int


@pytest.mark.parametrize("value", [5.5, np.float32(4.25), 49.999999999999, Fraction(11, 2)])
def test_broken_whole_numbers_are_refused(value: Any) -> None:
    """A number of years is whole."""
    assert refused("years", value).rule == "a whole number from 1 to 50 (years)"


def test_largest_height_stays_exact() -> None:
    """A height is an exact whole number of up to 2**53 − 1 and nothing above it."""
    assert checked("block_height", LARGEST_EXACT_INTEGER) == 9_007_199_254_740_991
    assert "9,007,199,254,740,991" in refused("block_height", 2**53).rule
    refused("block_height", 2**64 + 1)


def test_huge_int_is_shown_shortened() -> None:
    """A number of thousands of digits is refused with a message of one short line."""
    for digits in (400, 5_000):
        message = str(refused("site_power_kw", 10**digits))
        assert len(message) < 200
        assert message.startswith("site_power_kw must be a number above 0 (kW); got ")


def test_messages_name_field_rule_unit_and_value() -> None:
    """The message is one sentence with the field, the rule with its unit, and the value."""
    assert str(refused("load_factor", 1.5)) == (
        "load_factor must be a number above 0 up to 1 (fraction, 1 is 100 %); got 1.5"
    )
    assert str(refused("power_price_gbp_per_kwh", "x")).endswith("0 to 5 (£/kWh); got 'x'")
    assert str(refused("price_gbp", None)) == (
        "price_gbp must be a number of 0 or more (£); got nothing"
    )
    assert str(refused("pool_fee_fraction", True)).endswith("got true")
    assert str(refused("difficulty", 0)) == "difficulty must be a number above 0; got 0"


@pytest.mark.parametrize("name", ["npv_gbp", "simple_payback_days"])
def test_results_are_not_checked(name: str) -> None:
    """Only inputs have a range."""
    with pytest.raises(AssertionError, match=f"{name} is a result, not an input"):
        checked(name, 1)


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("npv_gbp", 1_234_567.5, "£1,234,568"),
        ("npv_gbp", -1_234.4, "−£1,234"),
        ("npv_gbp", 0, "£0"),
        ("npv_gbp", -0.0, "£0"),
        ("npv_gbp", -0.4, "£0"),
        ("npv_gbp", np.float64(-999.6), "−£1,000"),
        ("profit_gbp_per_day", -0.004, "£0.00"),
        ("profit_gbp_per_day", -0.006, "−£0.01"),
        ("irr", -0.123, "−12.3 %"),
        ("irr", -0.0004, "0.0 %"),
        ("irr", 12.5, "1,250.0 %"),
        ("load_factor", 1, "100.0 %"),
        ("difficulty", 132_716_002_350_731, "132.72 T"),
        ("usd_to_gbp", 0.75, "0.7500"),
        ("block_height", 970_748, "970,748"),
        ("btc_price_usd", 82_826, "$82,826"),
        ("power_price_gbp_per_kwh", 0.045, "£0.045"),
        ("n_miners", 360.0, "360"),
        ("year", 1, "1"),
        ("simple_payback_years", 2.25, "2.3 years"),
        ("simple_payback_days", 1_234.5, "1,235 days"),
        ("hashrate_ths", 100, "100.0 TH/s"),
        ("fees_btc_per_block", 0.0194, "0.0194 BTC"),
    ],
)
def test_formatted(name: str, value: float, written: str) -> None:
    """Sign, currency, digits in groups of three, unit: in that order; a zero has no sign."""
    assert formatted(name, value) == written


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("npv_gbp", 0.5, "£1"),
        ("npv_gbp", -2.5, "−£3"),
        ("profit_gbp_per_day", 1.005, "£1.01"),  # in binary 1.00499999999999989…
        ("profit_gbp_per_day", -2.675, "−£2.68"),
        ("load_factor", 0.4525, "45.3 %"),
        ("load_factor", 0.2785, "27.9 %"),  # × 100 in binary 27.849999999999998
        ("difficulty", 1.005e12, "1.01 T"),
        ("simple_payback_days", 2.5, "3 days"),
        ("rev_per_th_per_day", 0.0312345, "£0.03123"),
        ("rev_per_th_per_day", 0.0312350, "£0.03124"),
    ],
)
def test_halves_are_rounded_away_from_zero(name: str, value: float, written: str) -> None:
    """A half goes to the larger amount, gain or loss, as in a spreadsheet; binary plays no part."""
    assert formatted(name, value) == written


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("power_price_gbp_per_kwh", 0.0225, "£0.0225"),
        ("power_price_gbp_per_kwh", 0.1, "£0.100"),
        ("power_price_gbp_per_kwh", 0, "£0.000"),
        ("power_price_gbp_per_kwh", 0.022512, "£0.022512"),
        ("power_price_gbp_per_kwh", 0.1 + 0.2, "£0.300"),
        ("power_price_gbp_per_kwh", 4.123456, "£4.123456"),
        ("breakeven_power_price_gbp_per_kwh", 25 / 60, "£0.4167"),
        ("breakeven_power_price_gbp_per_kwh", 0.0225004, "£0.02250"),
        ("growth_power_mw", 12.345, "12.345 MW"),
        ("growth_power_mw", 100, "100 MW"),
    ],
)
def test_what_was_entered_is_shown(name: str, value: float, written: str) -> None:
    """A price of a kWh keeps its digits and gains no zeros; a computed one has four figures."""
    assert formatted(name, value) == written


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, np.float64("nan")])
@pytest.mark.parametrize("name", ["npv_gbp", "irr", "n_miners", "rev_per_th_per_day"])
def test_undefined_figures_are_a_dash(name: str, value: float | None) -> None:
    """An undefined figure is a dash and never a zero, a nan or an inf."""
    assert formatted(name, value) == "–"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.25, "£0.2500"),
        (0.033741, "£0.03374"),
        (0.000123456, "£0.0001235"),
        (1.5, "£1.500"),
        (12.345678, "£12.35"),
        (1234.5678, "£1,234.57"),
        (-0.033741, "−£0.03374"),
        (0, "£0.00"),
        (-0.0, "£0.00"),
    ],
)
def test_small_figures_keep_four_significant_digits(value: float, written: str) -> None:
    """Revenue per TH has at least two decimals and at least four significant figures."""
    assert formatted("rev_per_th_per_day", value) == written


def test_no_figure_is_written_with_an_ascii_minus() -> None:
    """A loss of any figure starts with a minus sign, and its size with no other sign."""
    losses = {name: formatted(name, -1e15) for name in QUANTITIES}
    assert losses == {name: "−" + formatted(name, 1e15) for name in QUANTITIES}
    assert [name for name, loss in losses.items() if "-" in loss] == []


def test_headings_carry_units() -> None:
    """A heading is the label with its unit; without a unit the label; an unknown name itself."""
    assert heading("simple_payback_days") == "Payback [days]"
    assert heading("difficulty") == "Difficulty"
    assert heading("my own column") == "my own column"
    assert label("simple_payback_days") == "Payback"


def test_every_entry_explains_itself() -> None:
    """Every quantity has a label that starts with a capital and a meaning that is a sentence."""
    labels = {name: quantity.label for name, quantity in QUANTITIES.items()}
    assert [name for name, text in labels.items() if not text[:1].isupper()] == []
    assert labels == {name: text.strip() for name, text in labels.items()}
    assert [n for n, quantity in QUANTITIES.items() if not quantity.meaning.endswith(".")] == []
    assert [name for name, text in labels.items() if not heading(name).startswith(text)] == []


def test_names_are_quantity_and_unit() -> None:
    """No name speaks of per cent: fractions are 0–1."""
    assert [name for name in QUANTITIES if name.endswith("_pct") or "percent" in name] == []


def test_headings_tell_machine_figures_apart() -> None:
    """Figures of one machine that stand in one table have different headings."""
    columns = ["efficiency_j_per_th", "price_gbp", "hashrate_ths", "power_w", "kwh_per_day"]
    columns += ["revenue_gbp_per_day", "power_cost_gbp_per_day", "profit_gbp_per_day"]
    columns += ["breakeven_power_price_gbp_per_kwh", "simple_payback_days", "site_npv_gbp"]
    assert len({heading(name) for name in columns}) == len(columns)


def test_the_vocabulary_is_read_only() -> None:
    """Nobody changes what a figure is called while the dashboard runs."""
    with pytest.raises(TypeError, match="does not support item assignment"):
        QUANTITIES["npv_gbp"] = QUANTITIES["irr"]  # type: ignore[index]
