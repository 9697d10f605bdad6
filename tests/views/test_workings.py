"""The workings: what stands before the equals sign makes what stands behind it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.app import default_study
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.imports.bundled import site_presets
from hydro_mining.quantities import POUNDS, Currency, currency_of
from hydro_mining.views.figures import metrics_rows, site_cards
from hydro_mining.views.workings import metrics_workings, site_workings

Build = Callable[..., StudyInputs]
_NUMBER = re.compile(r"(?<![\w^])[0-9][0-9,]*(?:\.[0-9]+)?")


class Written:
    """A formula as it is written: its value, and how far rounding of its numbers can move it.

    Counts, hours and seconds are exact; a bare whole number is one of them.
    """

    def __init__(self, text: str) -> None:
        text = re.sub(r"(?<![£$€¥\w^,.])([0-9][0-9,]*)(?= [×)]| \+| h\b)", r"\1e0", text)
        text = text.replace("10¹²", "(1e12)").replace("2³²", "(4294967296.0)")
        text = re.sub(r"([0-9.,]+) %", r"(\1/100.0)", text)
        text = re.sub(r"([0-9.,]+) T\b", r"(\1*1e12)", text)
        text = re.sub(r"[£$€¥“”]|\b(kWh|kW|TH/s|BTC|days|years|h)\b", "", text)
        text = text.replace("×", "*").replace("÷", "/").replace("−", "-").replace("^", "**")
        pieces = _NUMBER.split(text)
        self.numbers = [number.replace(",", "") for number in _NUMBER.findall(text)]
        self._pieces = pieces
        self.value = self._with({})

    def _with(self, changed: dict[int, float]) -> float:
        numbers = [changed.get(i, float(n)) for i, n in enumerate(self.numbers)]
        parts = [part for pair in zip(self._pieces, [*map(repr, numbers), ""], strict=True)
                 for part in pair]  # fmt: skip
        expression = "".join(parts)
        assert re.fullmatch(r"[0-9e+\-*/(). ]*", expression), expression
        return float(eval(expression, {"__builtins__": {}}))  # noqa: S307

    @property
    def rounding(self) -> float:
        """How far half a unit in the last place of every number can move the value."""
        return sum(
            abs(self._with({i: float(n) + half}) - self.value)
            for i, n in enumerate(self.numbers)
            if not self._pieces[i + 1].startswith("e0") and (half := half_unit(n))
        )


def half_unit(number: str) -> float:
    """Return half a unit in the last place that is written; a constant of ours is exact."""
    if number in ("1", "1.0", "100.0"):
        return 0.0
    return 0.5 * 10 ** -len(number.partition(".")[2])


def halves(values: str) -> tuple[Written, Written]:
    """Return what stands before and behind the equals sign."""
    formula, _, result = values.rpartition(" = ")
    return Written(formula), Written(result)


def steps(result: Evaluation, currency: Currency = POUNDS) -> dict[str, str]:
    """Return all equations of a result by their figure, those that state none left out."""
    rows = [*site_workings(result, currency), *metrics_workings(result, currency)]
    return {figure: values for figure, _, values in rows if " = " in values}


def with_inputs(**values: Any) -> Evaluation:
    """Return the default dashboard's result with fields of site and finance replaced."""
    study = default_study()
    study.apply(values)
    assert study.problems == {}
    return study.result  # type: ignore[no-any-return]


VARIANTS: dict[str, dict[str, Any]] = {
    **{preset.name: dict(preset.values) for preset in site_presets()},
    "odd figures": {
        "site_power_kw": 1_234.5,
        "load_factor": 0.4567,
        "power_price_gbp_per_kwh": 0.01234,
        "overhead_fraction": 0.0333,
        "discount_rate_per_year": 0.1234,
        "years": 3,
    },
    "large": {"site_power_kw": 300_000, "load_factor": 0.987, "power_price_gbp_per_kwh": 0.0213},
    "dear power": {"power_price_gbp_per_kwh": 0.065},
    "free power": {"power_price_gbp_per_kwh": 0, "years": 1, "discount_rate_per_year": 0},
}


CURRENCIES = pytest.mark.parametrize(
    "currency",
    [POUNDS, currency_of("EUR", 1.16184), currency_of("JPY", 199.7)],
    ids=lambda currency: currency.code,
)


@pytest.fixture(scope="module", params=VARIANTS.values(), ids=list(VARIANTS))
def result(request: pytest.FixtureRequest) -> Evaluation:
    """Return the result of one of the variants."""
    return with_inputs(**request.param)


@CURRENCIES
def test_every_equation_holds_within_its_rounding(result: Evaluation, currency: Currency) -> None:
    """Each formula, computed from the numbers that are written in it, makes its result."""
    equations = steps(result, currency)
    assert {"Average power", "Energy used a day", "Gross profit a day", "NPV"} <= set(equations)
    for figure, values in equations.items():
        if "never" in values or values.endswith("–"):
            continue
        left, right = halves(values)
        allowed = 1.01 * (left.rounding + right.rounding) + 1e-9
        assert abs(left.value - right.value) <= allowed, (figure, values, left.value)


def test_a_calculator_gives_the_figure_that_is_shown() -> None:
    """Typing in what is written gives what is written, but for one in the last place."""
    wrong = []
    for variant, inputs in VARIANTS.items():
        for figure, values in steps(with_inputs(**inputs)).items():
            if "never" in values or values.endswith("–"):
                continue
            left, right = halves(values)
            # A sum of rounded terms may be off by half a unit each.
            unit = 2 * half_unit(right.numbers[0])
            unit *= 0.01 if "%" in values.rpartition("=")[2] else 1
            allowed = unit * (1 + 0.5 * len(left.numbers) * (figure == "NPV"))
            if abs(left.value - right.value) > 1.001 * allowed:
                wrong.append(f"{variant}: {figure}: {values}; it is {left.value:,.4f}")
    assert not wrong, "\n".join(wrong)


@CURRENCIES
def test_equations_end_in_the_figures_of_the_cards(result: Evaluation, currency: Currency) -> None:
    """The result of an equation is the text on the card, to the letter."""
    cards = {card.key: card.value for card in site_cards(result, currency)}
    equations = steps(result, currency)
    ends = {figure: values.rpartition(" = ")[2] for figure, values in equations.items()}
    assert ends["Site hashrate"] == cards["site_hashrate_ths"]
    assert ends["Revenue a day"] == cards["site_revenue_per_day"]
    assert ends["Power cost a day"] == cards["site_power_cost_per_day"]
    assert ends["Gross profit a day"] == cards["site_gross_profit_per_day"]
    assert ends["Machines cost"] == cards["capex_miners_gbp"]
    assert ends["Payback of a machine"] == cards["simple_payback_days"]
    assert ends["NPV"] == cards["npv_gbp"]
    assert ends["ROIC"] == dict(zip(*_metric_column(result), strict=True))["ROIC"]


def _metric_column(result: Evaluation) -> tuple[list[str], list[str]]:
    rows = metrics_rows(result, POUNDS)[1]
    return [row[0] for row in rows], [row[1] for row in rows]


def test_machines_are_the_quotient_rounded_down(result: Evaluation) -> None:
    """Average power over the power of one, rounded down, is the number; the rest is unused."""
    values = next(v for figure, _, v in site_workings(result, POUNDS) if figure == "Machines")
    formula, _, counted = values.partition(" → ")
    quotient = Written(formula)
    number = int(counted.partition(",  ")[0].split(", ")[0].replace(",", ""))
    assert number == result.site.n_miners
    assert quotient.value - quotient.rounding < number + 1
    assert quotient.value + quotient.rounding >= number


def test_revenue_per_th_is_the_product_of_what_is_shown(study: Build) -> None:
    """Where nothing moves, the mean of year 1 is the formula's value on the first day.

    The subsidy at height 840,000 is 50 / 2**4 = 3.125 BTC.
    """
    result = evaluate(
        study(network={"fees_btc_per_block": 0.0625}, finance={"pool_fee_fraction": 0.02})
    )
    _, _, values = site_workings(result, POUNDS)[4]
    formula, _, mean = values.partition(", moved day by day as in “Base”: mean ")
    assert "3.125 BTC at height 840,000" in formula
    left = Written(formula.replace(" at height 840,000", ""))
    # 0.25 / 3.125 × 3.1875 × 0.98
    assert Written(mean).value == pytest.approx(0.2499, abs=5e-7)
    assert left.value == pytest.approx(0.2499, rel=1e-3)
    assert abs(left.value - 0.2499) <= left.rounding


def test_workings_by_hand(study: Build) -> None:
    """Conftest's site in the formulas: 900 kW, 360 machines, 21,600 kWh, £9,000 − £2,160."""
    equations = steps(evaluate(study()))
    assert equations["Average power"] == "1,000 kW × 90 % = 900 kW"
    assert equations["Gross profit a day"] == "£9,000 − £2,160 = £6,840"
    assert equations["Machines cost"].endswith("360 × £1,900 = £684,000".partition("£1,900")[2])
    assert equations["ROIC"] == "£2,496,600 ÷ £684,000 = 365.0 %"


def test_workings_are_in_the_currency_that_is_shown(study: Build) -> None:
    """At £0.80 for $1 and 12.50 kroner for £1 a dollar is 10 kroner; £9,000 are NOK 112,500."""
    result = evaluate(study())
    kroner = site_workings(result, currency_of("NOK", 12.5))
    shown = {name: text.replace("\N{NO-BREAK SPACE}", " ") for name, _, text in kroner}
    assert "× $100,000 × 10 × (1 −" in shown["Revenue per TH a day"]
    assert shown["Gross profit a day"] == "NOK 112,500 − NOK 27,000 = NOK 85,500"
    assert "£" not in "".join(shown.values())
    dollars = site_workings(result, currency_of("USD", 1.25))
    _, formula, text = next(step for step in dollars if step[0] == "Revenue per TH a day")
    assert "bitcoin price × (1 − pool fee)" in formula
    assert "× $100,000 × (1 −" in text


def test_without_a_viable_machine_only_the_revenue_is_explained(study: Build) -> None:
    """Nothing is built, so what a TH earns is all that there is to explain."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": 5}))
    assert [figure for figure, _, _ in site_workings(result, POUNDS)] == ["Revenue per TH a day"]
    assert metrics_workings(result, POUNDS) == []


@pytest.mark.parametrize(
    "groups",
    [
        {"site": {"site_power_kw": 1}},
        {"site": {"power_price_gbp_per_kwh": 5}, "finance": {"miner": "Round"}},
        {"finance": {"years": 1, "discount_rate_per_year": 0}},
        {"finance": {"years": 50, "discount_rate_per_year": 10}},
    ],
    ids=["no machine fits", "never pays", "one year", "fifty years"],
)
def test_odd_sites_are_explained_without_a_nan(study: Build, groups: dict[str, Any]) -> None:
    """Where a figure is undefined its working says so in words or with a dash."""
    result = evaluate(study(**groups))
    for _, _, values in (*site_workings(result, POUNDS), *metrics_workings(result, POUNDS)):
        assert "nan" not in values
        assert "None" not in values
    if "site_power_kw" not in groups.get("site", {}):
        left, right = halves(steps(result)["NPV"])
        assert abs(left.value - right.value) <= 1.01 * (left.rounding + right.rounding)
