"""Cards and tables: the core's figures, written by the vocabulary, and words where none is."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import ROUND_DOWN
from typing import Any

import pytest

from hydro_mining.app import default_study
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.quantities import POUNDS, Currency, currency_of, formatted, price_per_kwh
from hydro_mining.views.accounts import annual_rows
from hydro_mining.views.figures import (
    machine_frame,
    machine_headings,
    machine_rows,
    metrics_rows,
    price_sentence,
    scenario_cards,
    site_cards,
    warnings_in,
)
from hydro_mining.views.verdict import summary

Build = Callable[..., StudyInputs]


def values(result: Evaluation) -> dict[str, str]:
    """Return the site cards' texts by quantity."""
    return {card.key: card.value for card in site_cards(result, POUNDS)}


def metrics(result: Evaluation, scenario: int = 1) -> dict[str, str]:
    """Return the metrics table's column of a scenario."""
    return {row[0]: row[scenario] for row in metrics_rows(result, POUNDS)[1]}


def test_warnings_name_amounts_in_the_currency_that_is_shown(study: Build) -> None:
    """It breaks even at 25/60 = 41.66…p a kWh: 520.83… øre at 12.50; what is said is not above."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": 1.0}, finance={"miner": "Round"}))
    assert warnings_in(result, POUNDS) == result.warnings
    (said,) = warnings_in(result, currency_of("NOK", 12.5))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == result.warnings[0].replace(
        "41.66p", "520.8 øre"
    )


def test_site_cards_by_hand(study: Build) -> None:
    """Conftest's site: £6,840 of £9,000 less £2,160; 360 machines for £684,000 in 100 days.

    NPV at 10 %: 2,496,600 × (1/1.1 + 1/1.21 + 1/1.331) − 684,000 = £5,524,675.
    """
    result = evaluate(study())
    assert values(result) == {
        "site_gross_profit_per_day": "£6,840",
        "site_revenue_per_day": "£9,000",
        "site_power_cost_per_day": "£2,160",
        "n_miners": "360",
        "capex_miners_gbp": "£684,000",
        "simple_payback_days": "100 days",
        "site_hashrate_ths": "36,000 TH/s",
        "npv_gbp": "£5,524,675",
    }
    notes = " ".join(card.note for card in site_cards(result, POUNDS))
    for part in ("£0.2500 a TH/s", "21,600 kWh at 10p", "£1,900 each", "25.0 J/TH", "10.0 %"):
        assert part in notes
    tones = {card.key: card.tone for card in site_cards(result, POUNDS)}
    # A day's profit leaves out the machines: alone it is no good news.
    assert (tones["site_gross_profit_per_day"], tones["npv_gbp"]) == ("", "good")


@pytest.fixture(scope="module")
def bundled() -> Evaluation:
    """Return the result that the dashboard opens with."""
    result: Evaluation = default_study().result
    return result


def test_cards_are_the_cores_figures(bundled: Evaluation) -> None:
    """Every card shows the core's own figure, written by the vocabulary."""
    site, base = bundled.site, bundled.scenarios["Base"]
    shown = values(bundled)
    for name in set(shown) - {"simple_payback_days", "npv_gbp"}:
        assert shown[name] == formatted(name, getattr(site, name))
    index = bundled.miners.name.index(str(bundled.chosen_miner))
    days = bundled.miners.simple_payback_days[index]
    assert shown["simple_payback_days"] == formatted("simple_payback_days", days)
    assert shown["npv_gbp"] == formatted("npv_gbp", base.npv_gbp)


def test_one_quantity_has_one_figure(bundled: Evaluation) -> None:
    """The base case's NPV is the same on cards, in both tables and at the end of the years."""
    npv = values(bundled)["npv_gbp"]
    assert scenario_cards(bundled, POUNDS)[0].value == npv
    assert metrics(bundled)["NPV"] == npv
    assert annual_rows(bundled.scenarios["Base"], POUNDS)[1][-2][-1] == npv
    rows = {row[0]: row for row in machine_rows(bundled, POUNDS)[0]}
    column = machine_headings().index("NPV of the site")
    assert rows[str(bundled.chosen_miner)][column] == npv
    assert values(bundled)["n_miners"] in rows[str(bundled.chosen_miner)]


def test_machine_rows_are_the_cores_figures(bundled: Evaluation) -> None:
    """One row a machine, in order; texts are written from the values they sort by."""
    rows, keys = machine_rows(bundled, POUNDS)
    frame = machine_frame(bundled)
    assert [row[0] for row in rows] == [key[0] for key in keys] == list(bundled.miners.name)
    assert all(len(row) == len(machine_headings()) for row in (*rows, *keys))
    for row, key, (name, figures) in zip(rows, keys, frame.iterrows(), strict=True):
        assert row[0] == name
        for column, quantity in enumerate(frame.columns, start=1):
            value = float(figures[quantity])
            is_price = quantity == "breakeven_power_price_gbp_per_kwh"
            # Rounded down: at the price that is written it does pay.
            written = price_per_kwh(value, name=quantity, rounding=ROUND_DOWN) if is_price else None
            assert row[column] == (written or formatted(quantity, value))
            assert key[column] is None or key[column] == figures[quantity]


def test_machines_that_do_not_earn_sort_last(study: Build) -> None:
    """A machine that is not viable has no payback: a dash that sorts as undefined."""
    miners = [
        {"name": "Good", "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 1_900.0},
        {"name": "Hungry", "hashrate_ths": 100.0, "power_w": 12_500.0, "price_gbp": 1_900.0},
    ]
    rows, keys = machine_rows(evaluate(study(miners=miners)), POUNDS)
    column = machine_headings().index("Payback, machine alone")
    assert [row[column] for row in rows] == ["100 days", "–"]
    assert [key[column] for key in keys] == [pytest.approx(100), None]
    profit = machine_headings().index("Gross profit a day")
    assert rows[1][profit] == "−£5.00"


def test_annual_rows_by_hand(study: Build) -> None:
    """Year 0 pays £684,000; each year earns £2,496,600 of £3,285,000 less £788,400."""
    headings, rows = annual_rows(evaluate(study()).scenarios["Base"], POUNDS)
    assert headings[:5] == ["Year", "Revenue", "Power cost", "Running cost", "Profit"]
    assert headings[5:8] == ["Investment, resale", "Cash flow", "Days mined"]
    assert rows[0] == ["0", *["–"] * 4, *["−£684,000"] * 2, "–", *["−£684,000"] * 2]
    assert rows[1][:5] == ["1", "£3,285,000", "£788,400", "£0", "£2,496,600"]
    assert rows[1][5:9] == ["£0", "£2,496,600", "365", "£1,812,600"]
    assert [row[0] for row in rows] == ["0", "1", "2", "3", "Total"]
    assert all(len(row) == len(headings) for row in rows)
    assert rows[-2][-1] == "£5,524,675"


def test_the_accounts_foot_by_hand(study: Build) -> None:
    """Three years with £10,000 of running cost each, and a tenth of £684,000 as resale.

    Across: 3,285,000 − 788,400 − 10,000 = 2,486,600. Down: 9,855,000 − 2,365,200 − 30,000 =
    7,459,800; −684,000 + 68,400 = −615,600; 7,459,800 − 615,600 = 6,844,200, the last balance.
    """
    finance = {"other_opex_gbp_per_year": 10_000, "residual_value_fraction": 0.1}
    rows = annual_rows(evaluate(study(finance=finance)).scenarios["Base"], POUNDS)[1]
    assert rows[1][1:5] == ["£3,285,000", "£788,400", "£10,000", "£2,486,600"]
    assert rows[3][4:7] == ["£2,486,600", "£68,400", "£2,555,000"]
    total = ["£9,855,000", "£2,365,200", "£30,000", "£7,459,800", "−£615,600", "£6,844,200"]
    assert rows[4] == ["Total", *total, "1,095", "", ""]
    assert rows[3][8] == "£6,844,200"


def test_scenarios_stand_in_their_order(bundled: Evaluation) -> None:
    """Cards and metrics have one column a scenario, the base case first."""
    names = [scenario.name for scenario in bundled.study.scenarios]
    headings, rows = metrics_rows(bundled, POUNDS)
    assert headings == ["Metric", *names]
    assert all(len(row) == len(headings) for row in rows)
    assert [card.label.removesuffix(": NPV") for card in scenario_cards(bundled, POUNDS)] == names
    for card, scenario in zip(
        scenario_cards(bundled, POUNDS), bundled.scenarios.values(), strict=True
    ):
        assert card.value == formatted("npv_gbp", scenario.npv_gbp)
        assert card.tone == ("good" if scenario.npv_gbp > 0 else "bad")


# --- in another currency -------------------------------------------------------------------------

DOLLARS = currency_of("USD", 1.25)
YEN = currency_of("JPY", 200.0)


def test_cards_in_dollars_by_hand(study: Build) -> None:
    """Conftest's site at $1.25 for £1: £6,840 are $8,550, and £5,524,674.68 are $6,905,843."""
    result = evaluate(study())
    cards = {card.key: card for card in site_cards(result, DOLLARS)}
    assert {key: card.value for key, card in cards.items()} == {
        "site_gross_profit_per_day": "$8,550",
        "site_revenue_per_day": "$11,250",
        "site_power_cost_per_day": "$2,700",
        "n_miners": "360",
        "capex_miners_gbp": "$855,000",
        "simple_payback_days": "100 days",
        "site_hashrate_ths": "36,000 TH/s",
        "npv_gbp": "$6,905,843",
    }
    assert cards["site_revenue_per_day"].note == "$0.3125 a TH/s and day"
    assert cards["site_power_cost_per_day"].note == "21,600 kWh at 12.5\u00a0cent a kWh"
    assert cards["capex_miners_gbp"].note == "$2,375 each"
    assert [card.value for card in scenario_cards(result, DOLLARS)] == ["$6,905,843"]


def test_the_sentence_in_yen_by_hand(study: Build) -> None:
    """£0.10 a kWh and £684,000 for the machines, at ¥200 for £1: ¥136,800,000."""
    told = summary(evaluate(study()), YEN)
    assert told.startswith("At ¥20.0 a kWh, mining would pay here. You put in ¥137 million for")
    assert "get ¥1,500 million back over 3 years" in told  # £7,489,800 × 200 = ¥1,497,960,000
    assert "£" not in told


def test_tables_in_dollars_by_hand(study: Build) -> None:
    """£684,000 at first are $855,000; a machine's £19.00 a day $23.75; days stay days."""
    result = evaluate(study())
    rows = annual_rows(result.scenarios["Base"], DOLLARS)[1]
    assert rows[0][-1] == "−$855,000"
    assert rows[1][:6] == ["1", "$4,106,250", "$985,500", "$0", "$3,120,750", "$0"]
    assert metrics_rows(result, DOLLARS)[1][0] == ["NPV", "$6,905,843"]
    assert metrics_rows(result, DOLLARS)[1][1:] == metrics_rows(result, POUNDS)[1][1:]
    (row,), keys = machine_rows(result, DOLLARS)
    assert row == [
        "Round",
        "25.0 J/TH",
        "$2,375",
        "$31.25",
        "$7.50",
        "$23.75",
        "52.08\u00a0cent",  # £25 / 60 kWh = £0.41667
        "100 days",
        "360",
        "$6,905,843",
    ]
    assert keys == machine_rows(result, POUNDS)[1]


@pytest.mark.parametrize(
    ("currency", "price"),
    [
        (DOLLARS, "52.08\u00a0cent"),  # 0.520833
        (YEN, "¥83.33"),  # 83.333
        (currency_of("NOK", 13.5), "562.5\u00a0øre"),
        (currency_of("CHF", 1e-3), "0.04166\u00a0Rp."),  # 0.000416667
    ],
)
def test_the_viable_price_is_rounded_down_in_its_currency(
    study: Build, currency: Currency, price: str
) -> None:
    """A machine earns below £0.41667; the price that is named is never above that."""
    told = summary(evaluate(study(site={"power_price_gbp_per_kwh": 5})), currency)
    assert f"below {price} a kWh" in told


def test_a_machines_price_is_told_in_the_currency() -> None:
    """A quote of $1,000 at £0.75 is £750, which are $937.50 at 1.25: the even 938."""
    told = price_sentence(quoted((1_000, "2026-10-03", "A")), RATES, TODAY, currency=DOLLARS)
    assert "$938" in told
    assert "£" not in told


def test_another_currency_moves_nothing_but_money(bundled: Evaluation) -> None:
    """Tones, keys, labels and headings are those of pounds."""
    for make in (site_cards, scenario_cards):
        for card, other in zip(make(bundled, POUNDS), make(bundled, YEN), strict=True):
            assert (card.key, card.label, card.tone) == (other.key, other.label, other.tone)
    assert metrics_rows(bundled, POUNDS)[0] == metrics_rows(bundled, YEN)[0]


# --- no machine earns its power ------------------------------------------------------------------


def test_no_viable_machine(study: Build) -> None:
    """At £5 a kWh nothing earns: no cards, and the sentence says below which price one would.

    The machine makes £25.00 of 60 kWh, £0.41667 each; at £0.4167 it would still lose.
    """
    result = evaluate(study(site={"power_price_gbp_per_kwh": 5}))
    assert summary(result).startswith("No machine earns its power here.")
    assert "below 41.66p a kWh" in summary(result)
    assert site_cards(result, POUNDS) == []
    assert scenario_cards(result, POUNDS) == []
    assert metrics_rows(result, POUNDS)[0] == ["Metric"]
    rows, keys = machine_rows(result, POUNDS)
    assert "–" in rows[0]
    assert None in keys[0]


def test_the_viable_price_is_one_of_year_1(study: Build) -> None:
    """With power twice as dear at once, £0.41667 is the price after the shock, and said to be."""
    shocked = [{"name": "Base", "power_price_shock": 1}]
    result = evaluate(study(site={"power_price_gbp_per_kwh": 0.3}, scenarios=shocked))
    assert result.site is None
    assert "year-1 power price below 41.66p a kWh" in summary(result)


def test_a_site_that_earns_nothing_at_all(study: Build) -> None:
    """When the pool keeps all, no price of power makes a machine earn."""
    result = evaluate(study(finance={"pool_fee_fraction": 1}))
    assert "£" not in summary(result)


def test_a_named_machine_that_does_not_earn(study: Build) -> None:
    """It is built and shown at its loss: 360 × (£25 − £300) is −£99,000 a day, never paid back."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": 5}, finance={"miner": "Round"}))
    shown = values(result)
    assert shown["site_gross_profit_per_day"] == "−£99,000"
    assert shown["simple_payback_days"] == "Never"
    assert {card.tone for card in site_cards(result, POUNDS) if card.tone} == {"bad"}
    assert metrics(result)["IRR"] == "none, since it never earns back"
    assert metrics(result)["MIRR"] == "–"
    assert metrics(result)["Payback"] == "not within 3 years"


# --- odd sites ------------------------------------------------------------------------------------


def test_a_site_smaller_than_a_machine(study: Build) -> None:
    """0.9 kW run no machine: zeros, not dashes, and a sentence that says why."""
    result = evaluate(study(site={"site_power_kw": 1}))
    shown = values(result)
    assert shown["n_miners"] == "0"
    assert shown["site_gross_profit_per_day"] == shown["capex_miners_gbp"] == "£0"
    assert shown["npv_gbp"] == "£0"
    assert "too little for one Round" in summary(result)
    notes = {card.key: card.note for card in site_cards(result, POUNDS)}
    assert notes["n_miners"].startswith("0.9 kW of 0.9 kW unused")
    assert metrics(result) == {
        "NPV": "£0",
        "IRR": "none, since nothing is put in",
        "MIRR": "–",
        "ROIC": "–",
        "Payback": "nothing invested",
        "Discounted payback": "nothing invested",
    }
    assert not any("−£0" in text for text in _every_text(result))


def test_machines_for_nothing(study: Build) -> None:
    """Without any investment there is no IRR, ROIC or payback, and the NPV is the profits'.

    2,496,600 × (1/1.1 + 1/1.21 + 1/1.331) = £6,208,675.
    """
    miner = {"name": "Free", "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 0.0}
    result = evaluate(study(miners=[miner]))
    assert values(result)["capex_miners_gbp"] == "£0"
    assert values(result)["simple_payback_days"] == "0 days"
    assert metrics(result) == {
        "NPV": "£6,208,675",
        "IRR": "none, since nothing is put in",
        "MIRR": "–",
        "ROIC": "–",
        "Payback": "nothing invested",
        "Discounted payback": "nothing invested",
    }
    assert annual_rows(result.scenarios["Base"], POUNDS)[1][0][-5:] == ["£0", "£0", "–", "£0", "£0"]


# Height 1,050,000 is passed on day 1,458; day 1,459, the last of year 4, has half. A machine
# earns £25.00 − £24.00 a day before it and £12.50 − £24.00 after it: £365 in years 1 to 3,
# £352.50 in year 4 (£1 × 364 − £11.50 × 1) and −£4,197.50 in year 5.
LOSING = {"site": {"power_price_gbp_per_kwh": 0.4}, "finance": {"years": 5}}


def losing(study: Build, price_gbp: float) -> Evaluation:
    miner = {"name": "M", "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": price_gbp}
    return evaluate(study(miners=[miner], **LOSING))


def test_a_payback_that_is_lost_again_says_so(study: Build) -> None:
    """£730 come back after exactly 2.0 years and are lost in year 5."""
    result = losing(study, 730)
    flows = result.scenarios["Base"].cashflows / 360
    assert flows == pytest.approx([-730, 365, 365, 365, 352.5, -4197.5])
    assert metrics(result)["Payback"] == "2.0 years, then lost again"
    assert "payback 2.0 years, then lost again" in scenario_cards(result, POUNDS)[0].note


def test_a_discounted_payback_that_is_lost_again_says_so(study: Build) -> None:
    """£150 come back discounted within the first year; the NPV is below zero all the same."""
    result = losing(study, 150)
    assert result.scenarios["Base"].npv_gbp < 0
    assert metrics(result)["Discounted payback"] == "0.5 years, then lost again"


def test_several_roots_are_all_told(study: Build) -> None:
    """Money out, in and out again has two rates; both are shown, and none as the IRR."""
    result = losing(study, 150)
    scenario = result.scenarios["Base"]
    assert scenario.irr is None
    assert len(scenario.irr_roots) == 2
    for root in scenario.irr_roots:
        flows = scenario.cashflows / 360
        assert sum(f / (1 + root) ** t for t, f in enumerate(flows)) == pytest.approx(0, abs=1e-6)
    told = metrics(result)["IRR"]
    assert told.startswith("several: ")
    assert all(formatted("irr", root) in told for root in scenario.irr_roots)


def test_not_within_the_horizon(study: Build) -> None:
    """A payback beyond the horizon is told in words, and of one year in the singular."""
    dear = [{"name": "Dear", "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 1e6}]
    three = evaluate(study(miners=dear))
    assert metrics(three)["Payback"] == "not within 3 years"
    one = evaluate(study(miners=dear, finance={"years": 1}))
    assert metrics(one)["Payback"] == metrics(one)["Discounted payback"] == "not within 1 year"


def test_a_horizon_of_one_year(study: Build) -> None:
    """One year: 2,496,600 / 1.1 − 684,000 is £1,585,636; payback 684,000 / 2,496,600 years."""
    result = evaluate(study(finance={"years": 1}))
    assert values(result)["npv_gbp"] == "£1,585,636"
    assert metrics(result)["Payback"] == "0.3 years"
    assert metrics(result)["IRR"] == "265.0 %"
    assert metrics(result)["ROIC"] == "365.0 %"
    assert [row[0] for row in annual_rows(result.scenarios["Base"], POUNDS)[1]] == [
        "0",
        "1",
        "Total",
    ]


def test_one_year_is_in_the_singular(study: Build) -> None:
    """No text says "1 years"."""
    result = evaluate(study(finance={"years": 1}))
    assert not any("1 years" in text for text in _every_text(result))


def test_the_sentence_states_the_price_its_profit_rests_on(study: Build) -> None:
    """With power 50 % dearer at once the profit rests on £0.150 a kWh."""
    result = evaluate(study(scenarios=[{"name": "Base", "power_price_shock": 0.5}]))
    assert values(result)["site_power_cost_per_day"] == "£3,240"
    assert "At 15p a kWh" in summary(result)


# --- what a price rests on ------------------------------------------------------------------------

RATES = {"GBP": 1.0, "USD": 0.75}
TODAY = dt.date(2026, 11, 21)


def quoted(*quotes: tuple[float, str, str]) -> CatalogueEntry:
    """Return a machine with quotes of (price in dollars, date, source)."""
    return CatalogueEntry(
        name="M",
        hashrate_ths=100.0,
        power_w=2_500.0,
        cooling="air",
        form="",
        quotes=tuple(
            PriceQuote(price=price, currency="USD", price_date=day, source=source)
            for price, day, source in quotes
        ),
        use=True,
        note="",
    )


def test_a_price_is_told_with_its_date_and_source() -> None:
    """One quote of $1,000 at £0.75: £750, its day and who asked it."""
    sentence = price_sentence(
        quoted((1_000, "2026-10-03", "A dealer")), RATES, TODAY, currency=POUNDS
    )
    for part in ("£750", "2026-10-03", "A dealer"):
        assert part in sentence
    assert "older" not in sentence


def test_a_price_of_several_quotes_tells_their_range() -> None:
    """$900 and $1,100 of 2026 have the median £750; $3,000 of 2025 is in the range only."""
    entry = quoted((900, "2026", "A"), (1_100, "2026-10", "B"), (3_000, "2025", "C"))
    sentence = price_sentence(entry, RATES, TODAY, currency=POUNDS)
    for part in ("£750", "median", "£675", "£2,250"):
        assert part in sentence


def test_an_old_price_is_told_as_old() -> None:
    """A quote of more than 90 days ago is not passed off as today's."""
    sentence = price_sentence(
        quoted((1_000, "2026-08-01", "A dealer")), RATES, TODAY, currency=POUNDS
    )
    assert "older than 90 days" in sentence


def test_a_machine_without_a_price_has_no_sentence() -> None:
    """Nothing is said of a price that there is not."""
    assert price_sentence(quoted(), RATES, TODAY, currency=POUNDS) == ""


# --- whatever the inputs -------------------------------------------------------------------------


def _every_text(result: Evaluation) -> list[str]:
    cards = [
        text
        for c in (*site_cards(result, POUNDS), *scenario_cards(result, POUNDS))
        for text in _texts(c)
    ]
    rows = [*metrics_rows(result, POUNDS)[1], *machine_rows(result, POUNDS)[0]]
    rows += [row for s in result.scenarios.values() for row in annual_rows(s, POUNDS)[1]]
    return [summary(result), *cards, *(cell for row in rows for cell in row)]


def _texts(card: Any) -> list[str]:
    return [card.label, card.value, card.note]


@pytest.mark.parametrize("power_kw", [0.5, 3, 1e9])
@pytest.mark.parametrize("price", [0, 0.1, 0.41, 5])
@pytest.mark.parametrize("rate", [-0.9, 0, 10])
@pytest.mark.parametrize("named", [None, "Round"])
def test_no_text_is_a_nan(
    study: Build, power_kw: float, price: float, rate: float, named: str | None
) -> None:
    """Whatever is entered, no text has nan, inf, None or a zero with a sign."""
    result = evaluate(
        study(
            site={"site_power_kw": power_kw, "power_price_gbp_per_kwh": price},
            finance={"discount_rate_per_year": rate, "miner": named, "years": 6},
        )
    )
    for text in _every_text(result):
        words = text.lower().replace("(", " ").replace(")", " ").split()
        assert not {"nan", "inf", "none:", "−£0", "-0"} & set(words)
        assert "£nan" not in text
        assert "None" not in text


def test_undefined_figures_are_not_numbers(bundled: Evaluation) -> None:
    """Every key that a table sorts by is a number, a text or None: JSON has no NaN."""
    for row in machine_rows(bundled, POUNDS)[1]:
        assert all(key is None or isinstance(key, str) or math.isfinite(key) for key in row)
