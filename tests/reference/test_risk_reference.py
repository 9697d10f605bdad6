"""Published and derived cases of what is uncertain: those of the RSK group, and GOLD-10.

RSK-07 is a price that jumps and RSK-11 a triangular one: the product draws neither, and its screen
says so. RSK-09 and RSK-10 are variance-based indices, of which it shows none. OWN-02 is in
``test_reference_cases`` and ``growth/test_physical``.
"""

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.hydro import energy_percentiles
from hydro_mining.economics.risk import Risk
from hydro_mining.economics.risk.draws import Deviations, drawn
from hydro_mining.economics.risk.spread import chance, spread

BESIDE = Path(__file__).parents[2].parent / "shared"
CASES = Path(os.environ.get("HYDRO_MINING_SHARED", BESIDE)) / "cases"
PATHS = 100_000
_FOUR = 4


def case(name: str, file: str = "owner_cases.json") -> dict[str, Any]:
    """Return a handed case; the test is skipped where there are none."""
    if not (CASES / file).exists():
        pytest.skip(f"no cases at {CASES / file}")
    document = json.loads((CASES / file).read_text())
    cases = document if isinstance(document, list) else document["cases"]
    (found,) = (one for one in cases if one["id"] == name)
    return found


def strayed(years: int, **terms: float) -> Deviations:
    """Return deviations of which only those that ``terms`` name are uncertain."""
    nothing = {f.name: 0.0 for f in dataclasses.fields(Risk) if "half_life" not in f.name}
    risk = Risk(**{**nothing, "uptime_mean": 1.0, **terms})
    return drawn(risk, years=years, paths=PATHS, seed=11, block=0)


def within_sampling(values: np.ndarray, quantile: float, share: float) -> bool:
    """Tell whether a share of values lies below a quantile, within four standard errors."""
    error = np.sqrt(share * (1 - share) / len(values))
    return abs(float((values < quantile).mean()) - share) < _FOUR * error


def test_rsk_03_mean_and_variance_after_a_year() -> None:
    """20 e^(0.2) times the price's deviation: its mean, and its variance by four errors."""
    given = case("RSK-03")
    terms, expected = given["inputs"], given["expected"]
    factor = strayed(terms["T"], btc_price_volatility_per_year=terms["sigma"]).price[-1]
    price = terms["S0"] * np.exp(terms["mu"] * terms["T"]) * factor
    error = price.std() / np.sqrt(PATHS)
    assert price.mean() == pytest.approx(expected["mean"], abs=_FOUR * error)
    squares = (price - price.mean()) ** 2
    error = squares.std() / np.sqrt(PATHS)
    assert squares.mean() == pytest.approx(expected["variance"], abs=_FOUR * error)


def test_rsk_04_quantiles_after_three_years() -> None:
    """5, 10, 50, 90 and 95 % of futures lie below the derived prices, 44 % below half."""
    given = case("RSK-04")
    terms, expected = given["inputs"], given["expected"]
    price = strayed(terms["T"], btc_price_volatility_per_year=terms["sigma"]).price[-1]
    for quantile, share in zip(expected["quantiles"], (0.05, 0.1, 0.5, 0.9, 0.95), strict=True):
        assert within_sampling(price, quantile, share)
    assert within_sampling(price, 0.5, expected["p_below_half"])


def test_gold_10_quantiles_after_a_year() -> None:
    """The same at one year, whose mean is 1."""
    given = case("GOLD-10", "reference_cases.json")
    sigma = given["inputs"]["sigma"]["value"]
    price = strayed(1, btc_price_volatility_per_year=sigma).price[-1]
    for name, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        assert within_sampling(price, given["expected"][name]["value"], share)
    assert price.mean() == pytest.approx(1, abs=_FOUR * price.std() / np.sqrt(PATHS))


def test_rsk_06_mean_of_the_worst_tenth() -> None:
    """Of drawn prices; its error is that of the mean of the worst tenth's values."""
    given = case("RSK-06")
    terms, expected = given["inputs"], given["expected"]
    price = np.sort(strayed(1, btc_price_volatility_per_year=terms["sigma"]).price[-1])
    for share, quantile, below in zip(
        terms["tail"], expected["quantile"], expected["mean_below"], strict=True
    ):
        assert within_sampling(price, quantile, share)
        worst = price[: int(share * PATHS)]
        # The quantile's own error adds (1 − p) (q − mean)² to the variance of the tail's mean.
        variance = worst.var() + (1 - share) * (quantile - below) ** 2
        assert worst.mean() == pytest.approx(below, abs=_FOUR * np.sqrt(variance / len(worst)))


def test_rsk_12_errors_of_a_chance_and_of_a_quantile() -> None:
    """A chance's is stated; a tenth's of a normal is √(p (1 − p) / n) over its density there."""
    given = case("RSK-12")
    terms, expected = given["inputs"], given["expected"]
    happens = np.arange(terms["n"]) < terms["p"] * terms["n"]
    assert chance(happens).standard_error == pytest.approx(
        expected["se_probability"], abs=given["tolerance"]["*"]["abs"]
    )
    samples = np.random.default_rng(3).standard_normal((terms["n"], 400))
    tenths = spread(samples.T).percentiles[10]
    # A deviation of 400 values is known to 1 / √800 of itself.
    assert np.std(tenths) == pytest.approx(expected["se_p10"], rel=_FOUR / np.sqrt(800))


def test_rsk_13_a_difference_of_paired_draws() -> None:
    """Two that share 0.95: drawn together their difference is known 20 times cheaper."""
    given = case("RSK-13")
    terms, expected = given["inputs"], given["expected"]
    both = strayed(
        1,
        btc_price_volatility_per_year=terms["sd_a"],
        difficulty_volatility_per_year=terms["sd_b"],
        price_difficulty_correlation=terms["correlation"],
    )
    a, b = np.log(both.price[-1]), np.log(both.difficulty[-1])
    paired = np.std(a - b) / np.sqrt(terms["n"])
    apart = np.std(a - np.roll(b, 1)) / np.sqrt(terms["n"])
    exact = _FOUR / np.sqrt(2 * PATHS)
    assert paired == pytest.approx(expected["se_paired"], rel=exact)
    assert apart == pytest.approx(expected["se_independent"], rel=exact)
    assert (apart / paired) ** 2 == pytest.approx(expected["speed_up"], rel=4 * exact)


def test_rsk_16_hashrate_follows_twice_the_reward() -> None:
    """At once, where no lag is given: 2^0.45 of the difficulty for twice the price."""
    given = case("RSK-16")
    expected = given["expected"]
    both = strayed(
        1,
        btc_price_volatility_per_year=0.6,
        hashrate_elasticity=expected["elasticity_log"],
        hashrate_half_life_months=0.0,
    )
    a_doubling = np.log(2) / np.log(both.price[-1])
    assert both.difficulty[-1] ** a_doubling == pytest.approx(
        np.full(PATHS, expected["hash_ratio_if_reward_doubles"]), rel=1e-5
    )
    assert Risk().hashrate_elasticity == expected["elasticity_log"]


def test_rsk_18_numpy_s_streams() -> None:
    """What the draws are seeded by gives the same words in every version."""
    given = case("RSK-18")
    expected = given["expected"]
    sequence = np.random.SeedSequence(given["inputs"]["seed_sequence"])
    assert sequence.generate_state(4).tolist() == expected["generate_state4"]
    children = np.random.SeedSequence(given["inputs"]["seed_sequence"]).spawn(3)
    words = [word for child in children for word in child.generate_state(2).tolist()]
    assert words == expected["spawn3_state2"]
    first = np.random.default_rng(given["inputs"]["default_rng"]).random()
    assert first == pytest.approx(expected["first_uniform"], abs=1e-15)


def test_rsk_19_whole_water_years_are_drawn() -> None:
    """Ten drawn of ten: their mean strays by the years' own deviation over √10."""
    given = case("RSK-19")
    terms, expected = given["inputs"], given["expected"]
    annual = np.array(terms["annual_gwh"])
    place = (strayed(terms["years"]).water * len(annual)).astype(int)
    means = annual[place].mean(axis=0)
    error = expected["sd_of_ten_year_mean"] / np.sqrt(PATHS)
    assert means.mean() == pytest.approx(expected["mean"], abs=_FOUR * error)
    assert means.std() == pytest.approx(
        expected["sd_of_ten_year_mean"], rel=_FOUR / np.sqrt(2 * PATHS)
    )
    p90 = energy_percentiles(annual * 1_000).p90_mwh
    assert p90 == pytest.approx(expected["p90_one_year"] * 1_000)
