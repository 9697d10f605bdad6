"""What else the capital could do, in sentences and tables."""

from types import MappingProxyType

import pytest

from hydro_mining.economics import Miner, evaluate
from hydro_mining.economics.alternatives import (
    ALTERNATIVES,
    Alternatives,
    AlternativesRisk,
    HostedOffer,
    QuotedOffer,
    capital_uses,
    compare_alternatives,
    converted,
)
from hydro_mining.economics.risk import Chance
from hydro_mining.quantities import POUNDS, currency_of
from hydro_mining.views import alternatives_figures as figures
from hydro_mining.views import alternatives_words as words


def drawn(share: float, error: float = 0.011) -> AlternativesRisk:
    """Return futures of which buying wins over mining in a share."""
    pair = {"buy_and_hold": {"mine": Chance(share, error)}}
    return AlternativesRisk(
        scenario="Base",
        paths=2_000,
        seed=1,
        numpy_version="2",
        value_at_end_gbp=MappingProxyType({}),
        probability_ends_above=pair,
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.62, "In 6 of 10 futures buying wins over mining"),
        (0.05, "In 1 of 10 futures buying wins"),
        (0.95, "In 9 of 10 futures buying wins"),
        (0.049, "In almost no future buying wins"),
        (0.951, "In almost all futures buying wins"),
    ],
)
def test_futures_in_words(share: float, said: str) -> None:
    """A round count of ten; at the ends no count that would promise too much."""
    assert words.odds_sentence(drawn(share)).startswith(said)


def test_the_error_of_the_sample_is_said_where_it_has_one() -> None:
    """1.1 points of 2,000; where none or all of them win there is none to tell."""
    assert words.odds_sentence(drawn(0.62)).endswith("(2,000 drawn around “Base”, ±1.1 points).")
    assert words.odds_sentence(drawn(1.0, 0.0)).endswith("(2,000 drawn around “Base”).")


def test_the_answer_of_the_round_study(study) -> None:
    """684,000 in coin at £80,000 less 0.5 % twice; mining brings 9,855,000 − 2,365,200.

    The host's 339 machines leave £25.00 − £3.84 a day each, £7.85 m, beside what is exported.
    """
    result = evaluate(study())
    uses = capital_uses(result, compare_alternatives(result))
    assert words.answer(uses, "Base") == (
        "Over 3 years £684,000 in bitcoin would become £677,177; in gilts £765,640; mining would "
        "make it £7,489,800. Of the capital alone “Hosted mining” ends highest in “Base”."
    )


def test_what_ends_above_the_best_is_marked_as_more_than_the_capital(study) -> None:
    """Coin that grows tenfold a year: the monthly coin gains too, and the table tells why.

    The sentence names what is highest of all rows that are not marked.
    """
    rising = [{"name": "Base", "btc_price_growth_per_year": 9.0, "difficulty_growth_per_year": 9.0}]
    result = evaluate(study(scenarios=rising))
    uses = capital_uses(result, compare_alternatives(result))
    ends = {key: use.capital_at_end_gbp for key, use in uses.scenarios["Base"].items()}
    assert max(ends, key=ends.__getitem__) == "buy_and_dca"
    _, rows = figures.capital_rows(uses, "Base", POUNDS)
    names = [row[0] for row in rows]
    marked = "Buy, add monthly, with the water's income"
    assert [name for name in names if name not in words.NAMES.values()] == [marked]
    assert words.capital_title("Base").endswith("left out; “Buy, add monthly” invests it too")
    assert "Of the capital alone “Buy bitcoin” ends highest" in words.answer(uses, "Base")


def test_every_alternative_is_named_explained_and_limited(study) -> None:
    """Each has a name, what is done, and what is left out; tables have a row of each."""
    compared = compare_alternatives(evaluate(study()))
    for texts in (words.NAMES, words.SHORT_NAMES, words.ASSUMED, words.LEFT_OUT):
        assert tuple(texts) == ALTERNATIVES
    for rows in (
        figures.assumed_rows(compared, POUNDS)[1],
        figures.whole_rows(compared, "Base", POUNDS)[1],
        figures.won_rows(capital_uses(evaluate(study()), compared))[1],
    ):
        assert [row[0] for row in rows] == list(words.NAMES.values())


def test_what_a_term_rests_on() -> None:
    """A default has its source and date; another figure is the reader's, beside the default."""
    assert words.source_sentence("savings_yield_per_year", Alternatives()) == (
        "Default: Bank Rate of Dec 2025."
    )
    own = HostedOffer(all_in_gbp_per_kwh=0.05)
    assert words.source_sentence("all_in_gbp_per_kwh", own) == (
        "Yours. The default is empty: 8 US cents at the study's rate, Compass Mining, 2022."
    )


def test_a_quote_is_converted_visibly() -> None:
    """7 cents × 0.8 are £0.056; $15/TH × 200 TH × 0.8 are £2,400."""
    machine = Miner(name="A", hashrate_ths=200.0, power_w=3500.0, price_gbp=1.0)
    quoted = QuotedOffer(quoted_usd_per_kwh=0.07, quoted_usd_per_th=15)
    offer = converted(quoted, HostedOffer(), machine, usd_to_gbp=0.8)
    assert words.quote_sentence(quoted, offer, machine, usd_to_gbp=0.8, currency=POUNDS) == (
        "$0.07/kWh × 0.8 £/$ = £0.05600 a kWh. $15/TH × 200 TH/s × 0.8 £/$ = £2,400 for one A. "
        "Converted once: a later rate of the dollar does not move it."
    )


def test_a_quote_is_converted_into_the_currency_of_the_page() -> None:
    """At 12.5 kroner for £1 and £0.8 for $1 a dollar is 10 kroner: 7 cents are 0.70."""
    machine = Miner(name="A", hashrate_ths=200.0, power_w=3500.0, price_gbp=1.0)
    quoted = QuotedOffer(quoted_usd_per_kwh=0.07)
    offer = converted(quoted, HostedOffer(), machine, usd_to_gbp=0.8)
    kroner, dollars = currency_of("NOK", 12.5), currency_of("USD", 1.25)
    assert words.quote_sentence(quoted, offer, machine, usd_to_gbp=0.8, currency=kroner).startswith(
        "$0.07/kWh × 10 NOK/$ = NOK\N{NO-BREAK SPACE}0.7000 a kWh."
    )
    assert words.quote_sentence(
        quoted, offer, machine, usd_to_gbp=0.8, currency=dollars
    ).startswith("$0.07/kWh = $0.07000 a kWh.")
