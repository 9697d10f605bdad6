"""What else the capital could do, as tables."""

from collections.abc import Mapping

from hydro_mining.economics.alternatives import (
    AlternativesResult,
    AlternativesRisk,
    CapitalUses,
    scenarios_won,
)
from hydro_mining.economics.returns import Returns
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.alternatives_words import (
    ASSUMED,
    LEFT_OUT,
    NAMES,
    SHORT_NAMES,
    SPENDS_INCOME,
    rests_on,
)
from hydro_mining.views.irr_words import irr_in_words
from hydro_mining.views.markup import Table

_CAPITAL = ("capital_at_end_gbp", "npv_gbp", "irr", "btc_held")
_WHOLE = ("value_at_end_gbp", "npv_gbp", "irr", "multiple")
_ITSELF = "–"


def capital_rows(uses: CapitalUses, scenario: str, currency: Currency) -> Table:
    """Return what the capital alone becomes: a row an alternative, that of more capital marked."""
    headings, rows = _rows(uses.scenarios[scenario], _CAPITAL, currency)
    marked = NAMES[SPENDS_INCOME]
    return headings, [
        [f"{name}, with the water's income" if name == marked else name, *cells]
        for name, *cells in rows
    ]


def whole_rows(compared: AlternativesResult, scenario: str, currency: Currency) -> Table:
    """Return the same with the water's income in it."""
    return _rows(compared.scenarios[scenario], _WHOLE, currency)


def won_rows(uses: CapitalUses) -> Table:
    """Return in how many scenarios the row ends above the column."""
    count = len(uses.scenarios)
    return _against(
        {
            key: {other: f"{won} of {count}" for other, won in by.items()}
            for key, by in scenarios_won(uses).items()
        }
    )


def odds_rows(drawn: AlternativesRisk) -> Table:
    """Return in which share of drawn futures the row ends above the column."""
    return _against(
        {
            key: {
                other: formatted("probability_ends_above", chance.value)
                for other, chance in by.items()
            }
            for key, by in drawn.probability_ends_above.items()
        }
    )


def assumed_rows(compared: AlternativesResult, currency: Currency) -> Table:
    """Return what is done in each, on which figures, and what it leaves out."""
    rows = [
        [NAMES[key], _sentences(said, rests_on(key, compared, currency), LEFT_OUT[key])]
        for key, said in ASSUMED.items()
    ]
    return ["Alternative", "What is done, and what is left out"], rows


def _sentences(*said: str) -> str:
    return " ".join(filter(None, said))


def _rows(by_key: Mapping[str, Returns], names: tuple[str, ...], currency: Currency) -> Table:
    rows = [
        [NAMES[key], *(_written(one, name, currency) for name in names)]
        for key, one in by_key.items()
    ]
    return ["Alternative", *map(label, names)], rows


def _written(one: Returns, name: str, currency: Currency) -> str:
    value = getattr(one, name)
    if name == "irr":
        return irr_in_words(one)
    return _ITSELF if name == "btc_held" and not value else formatted(name, value, currency)


def _against(cells: Mapping[str, Mapping[str, str]]) -> Table:
    rows = [[NAMES[key], *(by.get(other, _ITSELF) for other in cells)] for key, by in cells.items()]
    return ["Ends above →", *(SHORT_NAMES[key] for key in cells)], rows
