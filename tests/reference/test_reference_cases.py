"""Published and derived cases, reproduced through the public functions.

Each case carries its facts: id, what was published, where and when, and the tolerance that the
published digits allow. Where a published figure is itself wrong the case asserts the right one
and says why. ``NOT_REPRODUCED`` lists the cases of the same categories (protocol, revenue,
hashprice, finance, hardware, model, sizing, own hashrate, operations) that need something this
product has no business having, or that belong to another part of it.
"""

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from hydro_mining.economics import (
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
    evaluate,
)
from hydro_mining.economics.bitcoin import (
    block_subsidy,
    blocks_to_halving,
    btc_per_th_per_day,
    days_to_halving,
    expected_block_time,
    hashprice,
    hashrate_share,
    network_hashrate,
    observed_btc_per_th_per_day,
)
from hydro_mining.economics.fleet import (
    breakeven_power_price,
    efficiency,
    energy_per_day,
    machine_count,
    machine_power,
    power_cost_per_th,
    simple_payback,
)
from hydro_mining.economics.growth import GrowthTable, project_growth, required_efficiency
from hydro_mining.economics.internal_rates import internal_rate
from hydro_mining.economics.returns import (
    discount_factors,
    modified_internal_rate,
    net_present_value,
    payback,
)
from hydro_mining.economics.scenarios import scenario_paths

IDS = (
    *("PROT-01", "PROT-02", "PROT-04", "PROT-05", "PROT-07", "PROT-09", "PROT-10", "PROT-12"),
    "PROT-13",
    *("REV-01", "REV-02", "REV-04", "REV-06", "REV-07", "REV-09", "REV-10", "REV-12"),
    *("HP-01", "HP-03", "HP-04", "HP-06", "HP-08", "HP-10", "HP-11", "HP-13", "HP-15", "HP-16"),
    "HP-18",
    *("OPS-02", "OPS-03", "OPS-04", "OPS-06", "OPS-07", "OPS-08"),
    *("FIN-01", "FIN-02", "FIN-04", "FIN-06", "FIN-07", "FIN-08", "FIN-09"),
    *("IRR-01", "IRR-03", "IRR-04", "IRR-07", "IRR-08", "IRR-09", "IRR-11", "IRR-12", "IRR-14"),
    *("IRR-16", "IRR-19", "IRR-20"),
    *("OWN-02", "HW-01", "HW-02", "HW-04", "HW-05", "HW-06"),
    *("GOLD-02", "GOLD-03", "GOLD-05", "GOLD-06", "GOLD-11", "GOLD-13", "GOLD-14"),
)

NOT_REPRODUCED = {
    "PROT-10": "historical block times: the product derives halvings from the height alone",
    "OPS-02": "sale proceeds are bitcoin times a realised price: nothing of the product computes",
    "OPS-03": "power credits of a company report: a division of two published totals",
    "OPS-04": "energy of a dispatch backtest: belongs to the dispatch part",
    "OPS-06": "margin before dispatch: belongs to the dispatch part",
    "FIN-08": "future value of monthly saving: not a quantity of the product",
    "FIN-09": "mid-year discounting: cash flows stand at year ends (specification, section 2)",
    "IRR-19": "XIRR under day-count conventions: project years have no dates",
    "IRR-20": "XIRR and XNPV of dated payments: project years have no dates",
    "HW-01": "order total over hashrate: a division of two published totals",
    "HW-02": "price per MW of infrastructure: entered as other capex, not computed",
    "HW-06": "hashrate derivative contracts: not traded by the product",
    "GOLD-02": "calendar years with leap days: project years have 365 days by specification",
    "GOLD-05": "monthly rates: the product's cash flows are annual",
    "GOLD-06": "real rates and inflation: everything is nominal",
}

# Subsidies of the cases, as heights of their eras.
ERA_OF_6_25 = 630_000
ERA_OF_3_125 = 840_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A figure that the product must give, and who said so."""

    id: str
    what: str
    expected: float
    got: Callable[[], object]
    source: str
    date: str = ""
    absolute: float | None = None
    relative: float | None = None


def usd_per_ph_day(
    difficulty: float, height: int, price: float, *, fee: float = 0.0, fee_share: float = 0.0
) -> float:
    """Return a hashprice [$/PH/day]; ``fee_share`` is fees over the whole reward."""
    subsidy = int(block_subsidy(height)) / 1e8
    fees = fee + subsidy * fee_share / (1 - fee_share)
    per_th = hashprice(
        difficulty=difficulty, block_height=height, fees_btc_per_block=fees, btc_price=price
    )
    return 1000 * float(per_th)


def machine_btc_per_day(hashrate_ths: float, difficulty: float, reward: float) -> float:
    btc = btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=reward)
    return hashrate_ths * float(btc)


def share_of_300_mw(network_ehs: float) -> float:
    """Return the share of the year's coin that 300 MW of machines at 12 J/TH mine."""
    study = StudyInputs(
        network=Network(
            as_of=dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
            btc_price_usd=82_826,
            difficulty=network_ehs * 1e18 * 600 / 2**32,
            block_height=ERA_OF_3_125,
            usd_to_gbp=0.75,
            fees_btc_per_block=0,
        ),
        site=Site(site_power_kw=1000, load_factor=1, power_price_gbp_per_kwh=0.01),
        miners=(Miner(name="12 J/TH", hashrate_ths=100, power_w=1200, price_gbp=1000),),
        finance=Finance(years=1, discount_rate_per_year=0.1),
        scenarios=(Scenario(name="Base"),),
    )
    columns = {f.name: [1.0] for f in dataclasses.fields(GrowthTable)} | {"year": (2026,)}
    growth = project_growth(
        table=GrowthTable(**columns),
        power_mw=300,
        scenarios=study.scenarios,
        reading="physical",
        site=evaluate(study),
    )
    return float(growth.btc_generated[0, 0, 0]) / (365 * 144 * 3.125)


WIKI = "Bitcoin Wiki: Difficulty"
SCOT = "21mScot/dashboard, docs/validation.md"
ROUNDUP = "Hashrate Index Roundup / data page"
LIBAI = "libai663106-maker/bitcoin-mining-cost-model, scripts/test_engine.js"
NPF = "numpy-financial documentation and tests"
OWN = "own derivation, checked twice"
BOWNE = "Sam Bowne, Understanding Bitcoin difficulty"
LUXOR = "Hashrate Index data page captured by urlscan"

PROTOCOL = [
    Case(
        id="PROT-02",
        what="first height without subsidy, as the subsidy of the block before [sat]",
        expected=1,
        got=lambda: int(block_subsidy(6_929_999)) + int(block_subsidy(6_930_000)),
        source="bcoin consensus-test; Bitcoin Core validation tests",
        absolute=0,
    ),
    Case(
        id="PROT-02",
        what="total supply [sat]",
        expected=2_099_999_997_690_000,
        got=lambda: 210_000 * int(block_subsidy(np.arange(34) * 210_000).sum()),
        source="bcoin consensus-test; Bitcoin Core validation tests",
        absolute=0,
    ),
    Case(  # The page prints 23.85 h, the result of an integer division; this is exact.
        id="PROT-04",
        what="hours to a block for 1 GH/s at difficulty 20,000 (23.85 in print)",
        expected=23.860929422222224,
        got=lambda: expected_block_time(difficulty=20_000, hashrate_hs=1e9) / 3600,
        source=WIKI,
        relative=1e-14,
    ),
    Case(
        id="PROT-05",
        what="hashrate implied by difficulty 199,312,067,531 [GH/s]",
        expected=1_426_731_353,
        got=lambda: network_hashrate(199_312_067_531.0) / 1e9,
        source=BOWNE,
        date="2016-06-04",
        absolute=1,
    ),
    Case(
        id="PROT-05",
        what="work of a block [bits]",
        expected=69.53,
        got=lambda: math.log2(float(network_hashrate(199_312_067_531.0)) * 600),
        source=BOWNE,
        date="2016-06-04",
        absolute=0.01,
    ),
    Case(  # The page's place in the 2,016-block epoch is not a quantity of the product.
        id="PROT-07",
        what="blocks to the halving at height 870,020",
        expected=179_980,
        got=lambda: blocks_to_halving(870_020),
        source=LUXOR,
        date="2024-11-12",
        absolute=0,
    ),
    Case(  # The page mixes 598 s and 600 s; its time of day is unknown and taken as noon.
        id="PROT-09",
        what="days from 12 Nov 2024 to the halving of 15 Apr 2028 at 598 s a block",
        expected=(dt.date(2028, 4, 15) - dt.date(2024, 11, 12)).days - 0.5,
        got=lambda: days_to_halving(870_020, seconds_per_block=598),
        source=LUXOR,
        date="2024-11-12",
        absolute=4,
    ),
    Case(
        id="PROT-12",
        what="blocks to the halving at height 590,675",
        expected=39_325,
        got=lambda: blocks_to_halving(590_675),
        source="bitcoinlib3 halving chart page",
        date="2019-08-18",
        absolute=0,
    ),
    Case(
        id="PROT-12",
        what="days to the halving at height 590,675",
        expected=273,
        got=lambda: days_to_halving(590_675),
        source="bitcoinlib3 halving chart page",
        date="2019-08-18",
        absolute=0.5,
    ),
    Case(
        id="PROT-13",
        what="k in R = B × H / (k × D), H in TH/s and D in trillions [1/s]",
        expected=49_710,
        got=lambda: 1 / btc_per_th_per_day(difficulty=1e12, reward_btc_per_block=1.0),
        source="mountainherb, Bitcoin mining strikes a rich vein of reality",
        absolute=0.5,
    ),
]

SCOT_TABLE = [
    (480, 0.00020117, 18.10),
    (240, 0.00010058, 9.05),
    (200, 0.00008382, 7.54),
    (186, 0.00007795, 7.02),
    (120, 0.00005029, 4.53),
]
REVENUE = [
    *(
        Case(
            id="REV-01",
            what=f"BTC a day of {ths} TH/s at 150 T, subsidy only",
            expected=btc,
            got=lambda ths=ths: machine_btc_per_day(ths, 150e12, 3.125),
            source=SCOT,
            date="2025-12",
            absolute=5.1e-9,
        )
        for ths, btc, _ in SCOT_TABLE
    ),
    *(
        Case(
            id="REV-01",
            what=f"$ a day of {ths} TH/s at 150 T and $90,000",
            expected=usd,
            got=lambda ths=ths: 90_000 * machine_btc_per_day(ths, 150e12, 3.125),
            source=SCOT,
            date="2025-12",
            absolute=0.0051,
        )
        for ths, _, usd in SCOT_TABLE
    ),
    Case(  # The appendix prints 17.35, which is 3.9 % low against its own formula.
        id="REV-02",
        what="$ a day of 478 TH/s at 150 T and $90,000 (17.35 in print)",
        expected=18.02947372198105,
        got=lambda: 90_000 * machine_btc_per_day(478, 150e12, 3.125),
        source=SCOT,
        date="2025-12",
        relative=1e-12,
    ),
    *(
        Case(
            id="REV-04",
            what=f"power cost of {watts} W at $0.059/kWh [$/day]",
            expected=usd,
            got=lambda watts=watts: energy_per_day(power_w=watts) * 0.059,
            source=SCOT,
            date="2025-12",
            absolute=0.006,
        )
        for watts, usd in ((7399, 10.48), (5500, 7.79))
    ),
    Case(
        id="REV-06",
        what="BTC a day of 90 TH/s at 27.45 T and 6.25 BTC",
        expected=0.000412184,
        got=lambda: machine_btc_per_day(90, 27_452_707_696_466.3, 6.25),
        source="Blue Abay, BTC mined per day",
        date="2022-03",
        absolute=5e-10,
    ),
    Case(
        id="REV-07",
        what="blocks a day of 1 PH/s at 100 T",
        expected=0.000201,
        got=lambda: machine_btc_per_day(1000, 100e12, 1.0),
        source="elektronics.dev hashprice docs",
        absolute=5e-7,
    ),
    Case(  # The page prints 62.81 because it rounds the blocks a day first.
        id="REV-07",
        what="hashprice at 100 T and $100,000 [$/PH/day] (62.81 in print)",
        expected=62.8642737865448,
        got=lambda: usd_per_ph_day(100e12, ERA_OF_3_125, 100_000),
        source="elektronics.dev hashprice docs",
        relative=1e-12,
    ),
    # REV-09's depreciation, full cost and ratios are not quantities of the product.
    Case(
        id="REV-09",
        what="BTC per TH/s per day at an observed 1,000 EH/s",
        expected=4.5e-7,
        got=lambda: observed_btc_per_th_per_day(
            network_hashrate_hs=1e21, reward_btc_per_block=3.125
        ),
        source=LIBAI,
        date="2026-10",
        relative=1e-5,
    ),
    Case(
        id="REV-09",
        what="power cost of 3,000 W at $0.05/kWh [$/day]",
        expected=3.6,
        got=lambda: energy_per_day(power_w=3000) * 0.05,
        source=LIBAI,
        date="2026-10",
        relative=1e-5,
    ),
    Case(
        id="REV-09",
        what="efficiency of 3,000 W at 100 TH/s [J/TH]",
        expected=30,
        got=lambda: efficiency(power_w=3000, hashrate_ths=100),
        source=LIBAI,
        date="2026-10",
        relative=1e-5,
    ),
    Case(
        id="REV-09",
        what="price at which 4.5e-5 BTC a day pay for 72 kWh at $0.05 [$/BTC]",
        expected=80_000,
        # Break-even power price per $ of coin, turned round.
        got=lambda: 0.05 / breakeven_power_price(revenue_gbp_per_day=4.5e-5, energy_kwh_per_day=72),
        source=LIBAI,
        date="2026-10",
        relative=1e-5,
    ),
    Case(
        id="REV-09",
        what="static payback of $10,000 at $4.50 − $3.60 a day [days]",
        expected=10_000 / 0.9,
        got=lambda: simple_payback(price_gbp=10_000, profit_gbp_per_day=4.5 - 3.6),
        source=LIBAI,
        date="2026-10",
        relative=1e-5,
    ),
    *(
        Case(
            id="REV-10",
            what=f"payback at the price said to give {months} months of 30 days [days]",
            expected=30 * months,
            got=lambda price=price: simple_payback(
                price_gbp=10_000, profit_gbp_per_day=4.5e-5 * price - 3.6
            ),
            source=LIBAI,
            date="2026-10",
            relative=1e-12,
        )
        for months, price in ((18, 491_522.633744856), (48, 234_320.98765432098))
    ),
    Case(  # "about 2,050" machines: 0.2 %
        id="REV-12",
        what="power cost of 2,050 S19j Pro at $0.075/kWh [$/day]",
        expected=11_241.43,
        got=lambda: 2050 * energy_per_day(power_w=3050) * 0.075,
        source="Blockware guest article in The Block",
        date="2022-02",
        relative=0.002,
    ),
]

HASHPRICE = [
    Case(
        id="HP-01",
        what="hashprice [$/PH/day]",
        expected=315.0,
        got=lambda: usd_per_ph_day(13.67e12, ERA_OF_6_25, 33_806, fee_share=0.0126),
        source=ROUNDUP,
        date="2021-07-24",
        relative=0.003,
    ),
    Case(
        id="HP-03",
        what="hashprice [$/PH/day]",
        expected=380.0,
        got=lambda: usd_per_ph_day(20.08e12, ERA_OF_6_25, 60_028, fee_share=0.0107),
        source=ROUNDUP,
        date="2021-10-24",
        relative=0.003,
    ),
    Case(  # fees are not stated; without them the figure is 1.3 % low
        id="HP-04",
        what="hashprice without fees [$/PH/day]",
        expected=39.87,
        got=lambda: usd_per_ph_day(92.67e12, ERA_OF_3_125, 58_000),
        source=ROUNDUP,
        date="2024-09-16",
        relative=0.02,
    ),
    Case(
        id="HP-06",
        what="hashprice with 0.0931 BTC of fees [$/PH/day]",
        expected=55.21,
        got=lambda: usd_per_ph_day(108.52e12, ERA_OF_3_125, 93_450, fee=0.0931),
        source=ROUNDUP,
        date="2024-12-23",
        relative=0.015,
    ),
    Case(  # price "above 88,000", fee share assumed
        id="HP-08",
        what="hashprice [$/PH/day]",
        expected=45.73,
        got=lambda: usd_per_ph_day(123.23e12, ERA_OF_3_125, 88_000, fee_share=0.013),
        source="b.news",
        date="2025-04-21",
        relative=0.02,
    ),
    Case(
        id="HP-10",
        what="hashprice [$/PH/day]",
        expected=49.42,
        got=lambda: usd_per_ph_day(146_712_444_737_089.66, ERA_OF_3_125, 114_961, fee_share=0.0062),
        source=ROUNDUP,
        date="2025-10-27",
        relative=0.005,
    ),
    Case(
        id="HP-10",
        what="hashprice [BTC/PH/day]",
        expected=0.00043101,
        got=lambda: usd_per_ph_day(146_712_444_737_089.66, ERA_OF_3_125, 1.0, fee_share=0.0062),
        source=ROUNDUP,
        date="2025-10-27",
        relative=0.001,
    ),
    Case(
        id="HP-11",
        what="hashprice [$/PH/day]",
        expected=40.23,
        got=lambda: usd_per_ph_day(148.26e12, ERA_OF_3_125, 93_812, fee_share=0.0055),
        source=ROUNDUP,
        date="2026-01-05",
        relative=0.01,
    ),
    Case(
        id="HP-11",
        what="hashprice [BTC/PH/day]",
        expected=0.00042676,
        got=lambda: usd_per_ph_day(148.26e12, ERA_OF_3_125, 1.0, fee_share=0.0055),
        source=ROUNDUP,
        date="2026-01-05",
        relative=0.002,
    ),
    Case(
        id="HP-13",
        what="hashprice with 0.019 BTC of fees [$/PH/day]",
        expected=40.58,
        got=lambda: usd_per_ph_day(132_716_002_350_731.3, ERA_OF_3_125, 84_714, fee=0.019),
        source="market appendix of a public mining-farm planner",
        date="2026-10-03",
        relative=0.01,
    ),
    # The page states the difficulty formula and prints 0.0416, which is the observed figure.
    Case(
        id="HP-15",
        what="hashprice from difficulty [$/TH/day] (0.0416 in print)",
        expected=0.037107537907812585,
        got=lambda: usd_per_ph_day(141.67e12, ERA_OF_3_125, 83_625) / 1000,
        source="asic.report hashprice page",
        date="2026-02",
        relative=1e-12,
    ),
    Case(
        id="HP-15",
        what="observed hashprice [$/TH/day]",
        expected=0.0416,
        got=lambda: (
            83_625
            * observed_btc_per_th_per_day(network_hashrate_hs=904.29e18, reward_btc_per_block=3.125)
        ),
        source="asic.report hashprice page",
        date="2026-02",
        absolute=5e-5,
    ),
    Case(  # fee share assumed
        id="HP-16",
        what="hashprice before the halving of April 2024 [$/TH/day]",
        expected=0.11,
        got=lambda: usd_per_ph_day(86.39e12, ERA_OF_6_25, 70_300, fee_share=0.07) / 1000,
        source="The Block / garminexpress.us",
        date="2024-04-10",
        absolute=0.005,
    ),
    Case(  # at the strike price a TH/s spends on power what it earns
        id="HP-18",
        what="hashprice at which 22 J/TH earn $467.763073 per MWh [$/TH/day]",
        expected=0.24698,
        got=lambda: power_cost_per_th(efficiency_j_per_th=22, power_price_gbp_per_kwh=0.467763073),
        source="christianasb/Bitcoin-Mining-Dispatch-Model notebook",
        date="2025-09",
        absolute=5e-6,
    ),
]

MATRIX_ROWS = np.array([[-4000.0, 500.0, 800.0], [-5000.0, 600.0, 900.0]])
MATRIX = {
    (0.0, 0): -2700.0,
    (0.0, 1): -3500.0,
    (0.05, 0): -2798.19,
    (0.05, 1): -3612.24,
    (0.1, 0): -2884.3,
    (0.1, 1): -3710.74,
}
FINANCE = [
    Case(
        id="FIN-01",
        what="NPV at 8 %, t = 0 not discounted",
        expected=3065.22267,
        got=lambda: net_present_value(
            rate_per_year=0.08, cash_flows=[-40_000, 5000, 8000, 12_000, 30_000]
        ),
        source="numpy-financial documentation; pyxirr test_npv_start_from_zero",
        absolute=1e-5,
    ),
    Case(  # a spreadsheet's NPV() discounts the first payment by a year as well
        id="FIN-01",
        what="the same as a spreadsheet gives it",
        expected=2838.169137203,
        got=lambda: net_present_value(
            rate_per_year=0.08, cash_flows=[0, -40_000, 5000, 8000, 12_000, 30_000]
        ),
        source="numpy-financial documentation; pyxirr test_npv_start_from_zero",
        absolute=1e-5,
    ),
    Case(
        id="FIN-02",
        what="NPV at 5 %",
        expected=122.89,
        got=lambda: net_present_value(
            rate_per_year=0.05, cash_flows=[-15_000, 1500, 2500, 3500, 4500, 6000]
        ),
        source="numpy-financial TestNpv",
        absolute=0.005,
    ),
    Case(
        id="FIN-04",
        what="NPV at 8 %, t = 0 not discounted",
        expected=355.2304018696335,
        got=lambda: net_present_value(rate_per_year=0.08, cash_flows=[-1000, 500, 300, 800]),
        source="apache/poi pull 256",
        absolute=1e-9,
    ),
    Case(
        id="FIN-04",
        what="the same as a spreadsheet gives it",
        expected=328.9170387681793,
        got=lambda: net_present_value(rate_per_year=0.08, cash_flows=[0, -1000, 500, 300, 800]),
        source="apache/poi pull 256",
        absolute=1e-9,
    ),
    *(
        Case(
            id="FIN-06",
            what=f"NPV of row {row} at {rate:.0%} in a table of rates and rows",
            expected=value,
            got=lambda rate=rate, row=row: net_present_value(
                rate_per_year=rate, cash_flows=MATRIX_ROWS
            )[row],
            source=NPF,
            absolute=0.006,
        )
        for (rate, row), value in MATRIX.items()
    ),
    *(
        Case(
            id="FIN-07",
            what=f"MIRR, financed at {borrow:.1%} and reinvested at {lend:.1%}",
            expected=value,
            got=lambda flows=flows, borrow=borrow, lend=lend: modified_internal_rate(
                flows, finance_rate_per_year=borrow, reinvest_rate_per_year=lend
            ),
            source="numpy-financial TestMirr",
            absolute=1e-4,
        )
        for flows, borrow, lend, value in (
            ([-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], 0.08, 0.055, 0.0666),
            ([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12, 0.126094),
            ([100, 200, -50, 300, -200], 0.05, 0.06, 0.3428),
        )
    ),
    Case(
        id="GOLD-13",
        what="capital recovery factor of 30 years at 8 %",
        expected=0.0888274334,
        got=lambda: 1 / discount_factors(rate_per_year=0.08, periods=30)[1:].sum(),
        source=OWN,
        absolute=1e-9,
    ),
]

MACHINES = [
    Case(  # the catalogue states 7.9 J/TH for it
        id="HW-04",
        what="efficiency of the M79S, 20,000 W and 1,350 TH/s [J/TH] (7.9 in print)",
        expected=14.814814814814815,
        got=lambda: efficiency(power_w=20_000, hashrate_ths=1350),
        source="21mScot/dashboard production catalogue",
        date="2025-12",
        relative=1e-14,
    ),
    Case(
        id="HW-05",
        what="efficiency needed for 30 BTC per MW-year at 132.7 T [J/TH]",
        expected=5.81,
        got=lambda: required_efficiency(
            btc_per_mw_year=30,
            btc_per_th_per_day=btc_per_th_per_day(difficulty=132.716e12, reward_btc_per_block=3.15),
        ),
        source="a-shehu/python-dashboard-hydro-mining data.csv",
        date="2025-07",
        absolute=0.01,
    ),
    *(
        Case(
            id="OPS-07",
            what=f"power of {ehs} EH/s at {joules} J/TH [MW]",
            expected=megawatts,
            got=lambda ehs=ehs, joules=joules: ehs * 1e6 * machine_power(power_w=joules) / 1000,
            source="CleanSpark, 60 MW Georgia (theminermag.com); Bitfarms, Paso Pe",
            date="2024-06; 2023-08",
            absolute=0.01,
        )
        for ehs, joules, megawatts in ((3.7, 15, 55.5), (0.675, 28.5, 19.24))
    ),
    *(
        Case(
            id="OPS-08",
            what=f"power of 1,000 EH/s at 20 J/TH and PUE {pue} [GW]",
            expected=gigawatts,
            got=lambda pue=pue: 1e9 * machine_power(power_w=20, overhead_fraction=pue - 1) / 1e6,
            source="CambridgeAltFin/ccaf_cbeci_api",
            date="2024-03",
            relative=1e-9,
        )
        for pue, gigawatts in ((1.01, 20.2), (1.1, 22.0), (1.2, 24.0))
    ),
    Case(
        id="OPS-08",
        what="energy of 1,000 EH/s in 365.25 days at PUE 1.1 [TWh]",
        expected=192.852,
        got=lambda: 1e9 * energy_per_day(power_w=20, overhead_fraction=0.1) * 365.25 / 1e9,
        source="CambridgeAltFin/ccaf_cbeci_api",
        date="2024-03",
        relative=1e-9,
    ),
    Case(
        id="OWN-02",
        what="share of 25 EH/s that join 985.82 EH/s",
        expected=0.0247323955,
        got=lambda: hashrate_share(own_hashrate=25, network_hashrate=985.82),
        source=OWN,
        absolute=1e-9,
    ),
    Case(
        id="OWN-02",
        what="the same as 300 MW of 12 J/TH that the growth model's physical reading builds",
        expected=0.0247323955,
        got=lambda: share_of_300_mw(network_ehs=985.82),
        source=OWN,
        absolute=1e-9,
    ),
    Case(
        id="OWN-02",
        what="share of 25 EH/s that are part of 985.82 EH/s",
        expected=0.0253595991,
        got=lambda: hashrate_share(own_hashrate=25, network_hashrate=985.82 - 25),
        source=OWN,
        absolute=1e-9,
    ),
    *(
        Case(
            id="GOLD-11",
            what=f"machines of 5.51 kW on 1 MW with {overhead:.0%} on top",
            expected=count,
            got=lambda overhead=overhead: machine_count(
                effective_power_kw=1000.0,
                machine_power_kw=float(machine_power(power_w=5510, overhead_fraction=overhead)),
            ),
            source=OWN,
            absolute=0,
        )
        for overhead, count in ((0.05, 172), (0.0, 181))
    ),
    Case(
        id="GOLD-14",
        what="hashcost of 20 J/TH at $50/MWh [$/PH/day]",
        expected=24.0,
        got=lambda: 1000 * power_cost_per_th(efficiency_j_per_th=20, power_price_gbp_per_kwh=0.05),
        source="formula: TheMinerMag hashcost; numbers ours",
        relative=1e-6,
    ),
    Case(
        id="GOLD-14",
        what="cash cost of a bitcoin at 132.7 T and 3.144 BTC a block [$/BTC]",
        expected=50_361.437,
        got=lambda: (
            power_cost_per_th(efficiency_j_per_th=20, power_price_gbp_per_kwh=0.05)
            / btc_per_th_per_day(difficulty=132_716_002_350_731.3, reward_btc_per_block=3.144)
        ),
        source="formula: CBECI cost of minting; numbers ours",
        relative=1e-6,
    ),
]

CASES = PROTOCOL + REVENUE + HASHPRICE + FINANCE + MACHINES


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.what}")
def test_case_is_reproduced(case: Case) -> None:
    """The public functions give the stated figure within the digits it was stated with."""
    assert float(case.got()) == pytest.approx(  # type: ignore[arg-type]
        case.expected, abs=case.absolute or 0.0, rel=case.relative or 0.0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCase:
    """A published IRR; ``others`` are the further real roots above −100 %."""

    id: str
    flows: tuple[float, ...]
    published: float | None
    source: str
    absolute: float = 0.0
    relative: float = 0.0
    roots: int = 1


RATES = [
    RateCase(
        id="IRR-01",
        flows=(-150_000, 15_000, 25_000, 35_000, 45_000, 60_000),
        published=0.0524,
        relative=0.01,
        source=NPF,
    ),
    RateCase(
        id="IRR-03",
        flows=(-100, 39, 59, 55, 20),
        published=0.28095,
        absolute=5e-6,
        source=NPF,
    ),
    RateCase(
        id="IRR-04",
        flows=(-100, 100, 0, -7),
        published=-0.0833,
        absolute=5e-5,
        roots=2,
        source=NPF,
    ),
    RateCase(
        id="IRR-07",
        flows=(-5, 10.5, 1, -8, 1, 0, 0, 0),
        published=0.0886,
        absolute=5e-5,
        roots=3,
        source=NPF,
    ),
    RateCase(id="IRR-08", flows=(1, 2, 3), published=None, roots=0, source=NPF),
    RateCase(id="IRR-09", flows=(-1, -2, -3), published=None, roots=0, source=NPF),
    RateCase(  # the last −1 adds a root at −99.98 %
        id="IRR-11",
        flows=(-1678.87, 771.96, 1814.05, 3520.3, 3552.95, 3584.99, 4789.91, -1),
        published=1.00426,
        relative=1e-4,
        roots=2,
        source="numpy-financial issue 44",
    ),
    RateCase(  # a published version gave a wrong root
        id="IRR-12",
        flows=(-10_000, *(327.24625,) * 16),
        published=-0.067654,
        absolute=1e-6,
        source="numpy-financial issue 98",
    ),
    RateCase(
        id="IRR-14",
        flows=(-440_000, *(263_175,) * 7, 288_675),
        published=0.5838779110248231,
        absolute=1e-9,
        source="numpy-financial issue 126",
    ),
    RateCase(  # the published root is the lower of two; the other is 70.0 %
        id="IRR-16",
        flows=(-80, 90, 67, 72, -90),
        published=-0.32606171,
        absolute=1e-8,
        roots=2,
        source="Spread Sheet user guide (greytrout.com)",
    ),
]


@pytest.mark.parametrize("case", RATES, ids=lambda case: case.id)
def test_rate_is_among_the_roots(case: RateCase) -> None:
    """A published IRR is the IRR when it is the only root, else one of the roots shown."""
    found = internal_rate(case.flows)
    assert len(found.roots) == case.roots
    if case.published is None:
        assert (found.rate_per_year, found.note) == (None, "no sign change")
        return
    near = [
        root
        for root in found.roots
        if root == pytest.approx(case.published, abs=case.absolute, rel=case.relative)
    ]
    assert len(near) == 1
    assert found.rate_per_year == (near[0] if case.roots == 1 else None)
    assert found.note == (None if case.roots == 1 else "several roots")


def test_subsidies_of_prot_01() -> None:
    """PROT-01: subsidies at and beside every halving (bcoin consensus test)."""
    heights = [0, 209_999, 210_000, 419_999, 420_000, 629_999, 630_000, 839_999, 840_000]
    heights += [970_748, 1_049_999, 1_050_000, 1_259_999, 1_260_000, 6_929_999, 6_930_000]
    assert block_subsidy(np.array(heights)).tolist() == [
        *(5_000_000_000, 5_000_000_000, 2_500_000_000, 2_500_000_000, 1_250_000_000),
        *(1_250_000_000, 625_000_000, 625_000_000, 312_500_000, 312_500_000, 312_500_000),
        *(156_250_000, 156_250_000, 78_125_000, 1, 0),
    ]


def test_machine_of_rev_09_is_not_paid_back_in_its_life() -> None:
    """REV-09: 11,111 days exceed four years, so within them there is no payback."""
    assert np.isnan(payback([-10_000.0, *(0.9 * 365,) * 4]))


def test_daily_growth_of_gold_03(study: Callable[..., StudyInputs]) -> None:
    """GOLD-03: 1 BTC a day against a difficulty of +50 % a year makes 722.78 BTC in 4 years.

    The monthly and annual steps of that case (734.66, 878.70) are the wrong conventions it
    warns of: the product compounds by days.
    """
    inputs = study(
        network={"block_height": 6_930_000, "fees_btc_per_block": 1.0},  # no halving interferes
        finance={"years": 4},
        scenarios=[{"name": "S", "difficulty_growth_per_year": 0.5}],
    )
    daily = scenario_paths(inputs).rev_per_th_per_day[0]
    assert float((daily / daily[0]).sum()) == pytest.approx(722.7846378, abs=1e-6)


SEPARATE = {"PROT-01", "GOLD-03"}


def test_every_case_is_reproduced_or_has_a_reason() -> None:
    """The two lists together are all cases of the categories, and none is in both."""
    reproduced = {case.id for case in CASES} | {case.id for case in RATES} | SEPARATE
    assert reproduced.isdisjoint(NOT_REPRODUCED)
    assert reproduced | set(NOT_REPRODUCED) == set(IDS)
    assert len(IDS) == len(set(IDS)) == 66
    assert all(NOT_REPRODUCED.values())
