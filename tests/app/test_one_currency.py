"""One currency on a page: every screen in kroner, and no pound but where it is named here."""

import re
from collections.abc import Iterator

import panel_material_ui as pmui
import pytest

from hydro_mining.app.screens import SCREENS
from tests.app.driver import Visit

POUND = re.compile(r"£|\bGBP\b|\bpounds?\b|\bpence\b|\bp/kWh", re.IGNORECASE)
# What must name the pound, and says that it does.
ALLOWED = (
    # The rates themselves.
    r"£ for \$1",
    r"Pounds for a dollar(, (low|high))?( \[£/\$\])?",
    r"\d NOK for £1",
    r"Inside, in records and links, amounts stay in pounds",
    # A choice of currencies: the page's, or that of a file.
    r"^GBP$",
    r"A kWh, in cents or pence|Pence a kWh",
    # What a file has, whatever the page shows.
    r"Power price \[p/kWh\]\. Name, latitude",
    r"All sites and figures, in pounds, with the hash of each one's inputs",
)
# The columns of a list of sites, which are those of a study's file.
COLUMNS_OF_A_FILE = "site.power_price_gbp_per_kwh"


def pounds_on(visit: Visit) -> Iterator[str]:
    """Return what names the pound on the page, without what may, each with its surroundings."""
    for text in visit.readable:
        if COLUMNS_OF_A_FILE in text:
            continue
        left = re.sub("|".join(ALLOWED), "", text.replace("&#x27;", "'"))
        for found in POUND.finditer(left):
            yield left[max(found.start() - 60, 0) : found.end() + 40]


def _in_kroner() -> Visit:
    visit = Visit()
    visit.money.value = "NOK"
    return visit


def _with_water() -> Visit:
    visit = _in_kroner()
    (water,) = (s for s in visit.everything(pmui.Switch) if s.label == "With made-up water")
    water.value = True
    return visit


@pytest.mark.parametrize("made", [_in_kroner, _with_water])
def test_no_screen_shows_pounds_where_kroner_are_chosen(made) -> None:
    """All that is closed at first is opened; entries, figures, workings, tables and charts."""
    visit = made()
    for screen in SCREENS:
        visit.open(screen.key)
        visit.open_all_sections()
        visit.open_all_sections()  # those inside of others
        assert list(pounds_on(visit)) == [], screen.title
    assert sum("NOK" in text for text in visit.readable) > 50


def test_the_walk_sees_pounds() -> None:
    """Where pounds are shown it finds them in entries, cards, tables, workings and charts."""
    visit = Visit()
    visit.open_all_sections()
    found = "\n".join(pounds_on(visit))
    for seen in ("Other investment [£]", "[p/kWh]", "Price [£]", "£/$ × (1 −", "My quote for one"):
        assert seen in found
