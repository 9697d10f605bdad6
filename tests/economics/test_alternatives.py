"""What else the capital could do.

The study in round numbers: 360 machines for £684,000 earn £9,000 a day, whose power would bring
£2,160 a day if it were exported; a coin is £80,000. Over three years of 365 days that is
£9,855,000 and £2,365,200.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics import Finance, Miner, Network, Scenario, Site, StudyInputs, evaluate
from hydro_mining.economics.alternatives import (
    ALTERNATIVES,
    Alternatives,
    HostedOffer,
    compare_alternatives,
)
from hydro_mining.economics.alternatives.coin import bought_monthly
from hydro_mining.economics.alternatives.venture import venture_of
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
CAPITAL, EXPORTED, MINED = 684_000.0, 2_365_200.0, 9_855_000.0


def compared(study: StudyInputs, *, scenario: str = "Base", **terms: Any):
    """Return the alternatives of a scenario by key; no trading fee unless ``terms`` say so."""
    given_terms = Alternatives(**{"trading_fee_fraction": 0.0, **terms})
    result = evaluate(dataclasses.replace(study, alternatives=given_terms))
    return compare_alternatives(result).scenarios[scenario]


def test_money_at_the_end_of_each(study: Build) -> None:
    """684,000 × 1.0383³ is 765,640.09, × 1.0375³ 763,871.70, × 1.07³ 837,929.41."""
    by_key = compared(study())
    assert tuple(by_key) == ALTERNATIVES
    for key, at_end in {
        "mine": MINED,
        "export_only": EXPORTED,
        "buy_and_hold": CAPITAL + EXPORTED,
        "buy_and_dca": CAPITAL + EXPORTED,
        "gilts": 765_640.09 + EXPORTED,
        "savings": 763_871.70 + EXPORTED,
        "index_fund": 837_929.41 + EXPORTED,
    }.items():
        assert by_key[key].value_at_end_gbp == pytest.approx(at_end, abs=0.01), key


def test_cash_flows_come_from_the_owner_s_pocket(study: Build) -> None:
    """Mining: revenue, since the power has no bill; exporting alone takes no capital."""
    by_key = compared(study())
    assert by_key["mine"].cashflows == pytest.approx([-CAPITAL, *[MINED / 3] * 3])
    assert by_key["export_only"].cashflows == pytest.approx([0, *[EXPORTED / 3] * 3])
    assert by_key["buy_and_dca"].cashflows == pytest.approx([-CAPITAL, 0, 0, CAPITAL + EXPORTED])
    assert by_key["export_only"].multiple is None
    assert by_key["export_only"].irr_note == "no investment"
    assert by_key["mine"].multiple == pytest.approx(MINED / CAPITAL)


def test_coin_is_bought_and_sold_less_the_fee_and_shrinks_by_custody(study: Build) -> None:
    """684,000 / 80,000 is 8.55; × 0.995 is 8.50725; sold for 8.50725 × 80,000 × 0.995."""
    held = compared(study(), trading_fee_fraction=0.005)["buy_and_hold"]
    assert held.btc_held == pytest.approx(8.50725)
    assert held.value_at_end_gbp == pytest.approx(677_177.10 + EXPORTED, abs=0.01)
    kept = compared(study(), custody_fee_per_year=0.1)["buy_and_hold"]
    assert kept.btc_held == pytest.approx(8.55 * 0.9**3)


def test_the_coin_that_is_not_sold_is_worth_the_end_s_price(study: Build) -> None:
    """Half of £9,000 a day at £80,000: 0.05625 BTC a day, 61.59375 in 1,095 days."""
    mine = compared(study(), hodl_fraction=0.5)["mine"]
    assert mine.btc_held == pytest.approx(61.59375)
    assert mine.value_at_end_gbp == pytest.approx(MINED)
    assert mine.cashflows[1] == pytest.approx(MINED / 6)


def test_a_host_takes_power_and_share_and_returns_the_deposit(study: Build) -> None:
    """A machine: £1,900, £100 set-up and 1,825 kWh × £0.05 = £91.25 of deposit, £2,091.25 in all.

    684,000 buy 327 and leave £161.25. A day's £25 less £3 of power less a tenth is £19.80,
    × 327 × 365 = £2,363,229 a year; at the end 161.25 + 327 × 91.25 = £30,000 come back.
    """
    offer = HostedOffer(setup_fee_gbp=100, all_in_gbp_per_kwh=0.05, profit_share=0.1)
    terms = Alternatives(hosted=offer)
    result = compare_alternatives(evaluate(dataclasses.replace(study(), alternatives=terms)))
    assert (result.hosted_machine, result.hosted_n_miners) == ("Round", 327)
    hosted = result.scenarios["Base"]["hosted"]
    assert hosted.cashflows == pytest.approx(
        [-CAPITAL, *[2_363_229 + 788_400] * 2, 2_363_229 + 788_400 + 30_000]
    )


def test_a_host_dearer_than_the_revenue_is_left_off(study: Build) -> None:
    """60 kWh at £0.50 are £30 a day against £25: only the deposit and the rest come back."""
    offer = HostedOffer(all_in_gbp_per_kwh=0.5, deposit_months=0)
    hosted = compared(study(), hosted=offer)["hosted"]
    assert hosted.value_at_end_gbp == pytest.approx(EXPORTED)


def test_the_default_host_asks_eight_cents_at_the_study_s_rate(study: Build) -> None:
    """8 cents × 0.8 are £0.064; a month ahead is 1,825 × 0.064 = £116.80, so 339 machines."""
    result = compare_alternatives(evaluate(study()))
    assert result.hosted_n_miners == int(684_000 // (1900 + 116.8))


def test_months_are_a_twelfth_of_365_days_and_hold_the_days_of_their_middle(study: Build) -> None:
    """30.42 days: the first has days 0 to 29, the second 30 to 60, the third 61 to 90."""
    first = venture_of(evaluate(study())).first_days
    assert first[:4].tolist() == [0, 30, 61, 91]
    assert len(first) == 36


def test_monthly_purchases_are_harmonic(study: Build) -> None:
    """£100 at 40, 50 and 80 buy 2.5 + 2 + 1.25 = 5.75 coins (ALT-07)."""
    venture = venture_of(evaluate(study(finance={"years": 1})))
    prices, income = np.full((1, 365), np.inf), np.zeros((1, 365))
    for first, days, price in ((0, 30, 40.0), (30, 31, 50.0), (61, 30, 80.0)):
        prices[:, first : first + days] = price
        income[:, first : first + days] = 100 / days
    bought = bought_monthly(
        dataclasses.replace(venture, gbp_per_btc=prices, exported_gbp_per_day=income),
        Alternatives(trading_fee_fraction=0.0),
    )
    assert bought.btc == pytest.approx([5.75])


def test_no_site_has_no_alternatives(study: Build) -> None:
    """At £5 a kWh no machine is built, so there is no capital to compare."""
    result = compare_alternatives(evaluate(study(site={"power_price_gbp_per_kwh": 5.0})))
    assert result.to_dict() == {
        "basis": None,
        "capital_gbp": None,
        "mine_machine": None,
        "mine_n_miners": None,
        "hosted_machine": None,
        "hosted_n_miners": None,
        "scenarios": {},
    }


@pytest.mark.parametrize(
    ("offer", "field", "rule"),
    [
        ({"machine": "Other"}, "alternatives.hosted.machine", "the name of one of the miners"),
        ({"deposit_months": 37}, "alternatives.hosted.deposit_months", "at most the months"),
        (
            {"machine_price_gbp": 0, "all_in_gbp_per_kwh": 0},
            "alternatives.hosted.machine_price_gbp",
            "above 0",
        ),
    ],
)
def test_terms_that_do_not_fit_the_study(study: Build, offer, field, rule) -> None:
    """They name their field and the rule."""
    with pytest.raises(InputError, match=rule) as caught:
        compared(study(), hosted=HostedOffer(**offer))
    assert caught.value.argument == field


@pytest.mark.parametrize(
    "terms",
    [
        {"trading_fee_fraction": 1.01},
        {"gilt_yield_per_year": -1.0},
        {"hodl_fraction": -0.1},
        {"custody_fee_per_year": 2.0},
    ],
)
def test_terms_out_of_range(terms) -> None:
    """A fee above 1, a yield of −100 % and below, a negative share."""
    with pytest.raises(InputError):
        Alternatives(**terms)


rates = st.floats(-0.5, 1.0)


@st.composite
def studies(draw) -> StudyInputs:
    """Studies with one machine that earns or is named, whatever the paths do."""
    base = Scenario(
        name="Base",
        btc_price_shock=draw(rates),
        btc_price_growth_per_year=draw(rates),
        difficulty_growth_per_year=draw(rates),
    )
    dearer = dataclasses.replace(base, name="Dearer", power_price_growth_per_year=draw(rates))
    return StudyInputs(
        network=Network(
            as_of=dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
            btc_price_usd=82_826,
            difficulty=132_716_002_350_731,
            block_height=draw(st.integers(900_000, 1_060_000)),
            usd_to_gbp=0.75,
            fees_btc_per_block=0.02,
        ),
        site=Site(
            site_power_kw=1000.0,
            load_factor=draw(st.floats(0.1, 1.0)),
            power_price_gbp_per_kwh=draw(st.floats(0.0, 0.1)),
        ),
        miners=(Miner(name="A", hashrate_ths=200.0, power_w=3500.0, price_gbp=2500.0),),
        finance=Finance(
            years=draw(st.integers(1, 6)),
            discount_rate_per_year=draw(st.floats(0.0, 0.3)),
            miner="A",
            residual_value_fraction=draw(st.floats(0.0, 1.0)),
            switch_off_when_unprofitable=True,
        ),
        scenarios=(base, dearer),
    )


@settings(deadline=None, derandomize=True, max_examples=60)
@given(studies())
def test_identities(study: StudyInputs) -> None:
    """Mining less exporting is the study; a host at the site's own terms is the site; 0 % is K.

    The host's price stays as quoted, so the second holds where the site's does too.
    """
    site = study.site
    offer = HostedOffer(all_in_gbp_per_kwh=site.power_price_gbp_per_kwh, deposit_months=0)
    terms = Alternatives(
        hosted=offer, gilt_yield_per_year=0.0, savings_yield_per_year=0.0, trading_fee_fraction=0.0
    )
    result = evaluate(dataclasses.replace(study, alternatives=terms))
    for name, by_key in compare_alternatives(result).scenarios.items():
        capital = -by_key["mine"].cashflows[0]
        near = {"rel": 1e-9, "abs": 1e-9 * max(1.0, np.abs(by_key["mine"].cashflows).sum())}
        gain = by_key["mine"].npv_gbp - by_key["export_only"].npv_gbp
        assert gain == pytest.approx(result.scenarios[name].npv_gbp, **near)
        exported = by_key["export_only"].value_at_end_gbp
        assert by_key["gilts"].value_at_end_gbp - exported == pytest.approx(capital, **near)
        if name == "Base":
            assert by_key["hosted"].npv_gbp == pytest.approx(by_key["mine"].npv_gbp, **near)
