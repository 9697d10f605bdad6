"""Published and derived cases of what else capital can do: those of the ALT group that concern it.

ALT-01, ALT-04 and ALT-05 are tariffs of utilities and ALT-10 is an option's strike: the product
takes a price of power and has no options. ALT-07 is in ``test_alternatives``, on the study's
own months.
"""

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import Miner, evaluate
from hydro_mining.economics.alternatives import (
    Alternatives,
    HostedOffer,
    QuotedOffer,
    capital_uses,
    compare_alternatives,
    converted,
)
from hydro_mining.economics.alternatives.coin import bought_monthly
from hydro_mining.economics.alternatives.hosting import hosting
from hydro_mining.economics.alternatives.venture import Venture, venture_of
from hydro_mining.imports.bundled import default_study_inputs

BESIDE = Path(__file__).parents[2].parent / "shared"
CASES = Path(os.environ.get("HYDRO_MINING_SHARED", BESIDE)) / "cases" / "owner_cases.json"


def case(name: str) -> dict[str, Any]:
    """Return a handed case; the test is skipped where there are none."""
    if not CASES.exists():
        pytest.skip(f"no cases at {CASES}")
    (found,) = (one for one in json.loads(CASES.read_text()) if one["id"] == name)
    return found


@pytest.fixture(scope="module")
def venture() -> Venture:
    """Return the bundled study's capital and paths."""
    found = venture_of(evaluate(default_study_inputs()))
    assert found is not None
    return found


def test_alt_07_monthly_purchases_are_harmonic(venture: Venture) -> None:
    """What each of three months spends buys coin at that month's price."""
    given = case("ALT-07")
    first = venture.first_days[:4]
    prices = np.full_like(venture.gbp_per_btc, np.inf)
    income = np.zeros_like(prices)
    for start, end, price in zip(first[:3], first[1:], given["inputs"]["prices"], strict=True):
        prices[:, start:end] = price
        income[:, start:end] = given["inputs"]["spend_each"] / (end - start)
    bought = bought_monthly(
        dataclasses.replace(venture, gbp_per_btc=prices, exported_gbp_per_day=income),
        Alternatives(trading_fee_fraction=0.0),
    )
    coins = given["expected"]["coins"]
    assert bought.btc == pytest.approx(np.full(len(prices), coins), abs=1e-4)
    spent = 3 * given["inputs"]["spend_each"]
    average = given["expected"]["average_cost"]
    assert spent / bought.btc[0] == pytest.approx(average, abs=1e-4)


def test_alt_08_power_is_deducted_and_the_rest_is_shared(venture: Venture) -> None:
    """1 PH/s at 17.5 J/TH: $40 less $11.34 of power, of which the host takes 65 %; £1 for $1."""
    given = case("ALT-08")
    terms, expected = given["inputs"], given["expected"]
    miner = Miner(name="PH", hashrate_ths=1000.0, power_w=1000 * terms["j_per_th"], price_gbp=1.0)
    study = dataclasses.replace(venture.study, miners=(miner,))
    per_th = np.full_like(venture.rev_per_th_per_day, terms["hashprice_usd_ph_day"] / 1000)
    alone = dataclasses.replace(venture, study=study, capital_gbp=1.0, rev_per_th_per_day=per_th)
    offer = HostedOffer(
        all_in_gbp_per_kwh=terms["power_usd_kwh"],
        profit_share=terms["share"],
        deposit_months=0,
    )
    hosted = hosting(alone, offer, "PH")
    assert hosted.power_gbp_per_day == pytest.approx(expected["power_usd_ph_day"])
    left = hosted.income_gbp_by_year[0, 0] / 365
    assert left == pytest.approx(expected["owner_net"], abs=1e-6)
    before = hosted.revenue_gbp_per_day[0, 0] - hosted.power_gbp_per_day
    assert before - left == pytest.approx(expected["host_net"], abs=1e-6)


def test_alt_09_an_order_by_the_terahash() -> None:
    """What the whole order costs is its $/TH times its hashrate; £1 for $1."""
    given = case("ALT-09")
    order = Miner(
        name="all", hashrate_ths=given["inputs"]["call_ph"] * 1000.0, power_w=1.0, price_gbp=1.0
    )
    quoted = QuotedOffer(quoted_usd_per_kwh=0.08, quoted_usd_per_th=given["expected"]["usd_per_th"])
    offer = converted(quoted, HostedOffer(), order, usd_to_gbp=1.0)
    assert offer.machine_price_gbp == pytest.approx(given["inputs"]["call_usd"])


def test_alt_12_gilts_and_savings_for_five_years() -> None:
    """A yield paid twice a year is (1 + y/2)² − 1 a year."""
    given = case("ALT-12")
    terms, expected = given["inputs"], given["expected"]["value"]
    study = default_study_inputs()
    study = dataclasses.replace(
        study, finance=dataclasses.replace(study.finance, years=terms["years"])
    )
    for rate, pays, value in zip(terms["yields"], terms["compounding"], expected, strict=True):
        a_year = (1 + rate / 2) ** 2 - 1 if pays == "semi-annual" else rate
        with_yield = dataclasses.replace(
            study, alternatives=Alternatives(gilt_yield_per_year=a_year)
        )
        result = evaluate(with_yield)
        uses = capital_uses(result, compare_alternatives(result))
        assert uses.capital_gbp is not None
        (base, *_) = uses.scenarios.values()
        grown = base["gilts"].capital_at_end_gbp / uses.capital_gbp
        assert 1_000_000 * grown == pytest.approx(value, abs=0.01)
