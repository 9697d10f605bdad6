"""A hashprice file of the Dispatch screen: what it leaves open is settled in entries."""

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.dispatch.hashprice import HashpriceChoice
from hydro_mining.app.dispatch.hashprice_options import HashpriceFileOptions
from hydro_mining.app.dispatch.screen import DispatchScreen
from hydro_mining.imports.hashprice import HashpriceOptions


@pytest.fixture
def choice() -> HashpriceChoice:
    """Return the choice with a file by day as its source."""
    case = new_case(feed=None, screens=(DispatchScreen,))
    case.section("dispatch").hashprice_source = "file"
    return HashpriceChoice(case, case.section("dispatch"))


def values(choice: HashpriceChoice) -> list[float]:
    """Return the hashprices in hand [currency/TH/day]."""
    return list(choice.uploads["file"].value.value)


def test_each_option_of_a_file_has_an_entry() -> None:
    """Nothing is open of a hashprice file that cannot be settled on the page."""
    assert set(HashpriceFileOptions.param) - {"name"} == set(HashpriceOptions.__dataclass_fields__)
    assert HashpriceFileOptions().frozen() == HashpriceOptions()


def test_entries_are_there_with_a_file(choice: HashpriceChoice) -> None:
    """Before an upload, and for another source, there is nothing to settle."""
    assert not choice.entries.visible
    choice.upload.value = b"date,hashprice_usd_per_th_per_day\n2025-05-01,0.05\n"
    assert choice.entries.visible
    choice.section.hashprice_source = "network"
    assert not choice.entries.visible


def test_a_unit_that_is_not_named_is_chosen(choice: HashpriceChoice) -> None:
    """50 a PH is 0.05 a TH; the heading names neither."""
    choice.upload.value = b"date,hashprice\n2025-05-01,50\n"
    assert choice.uploads == {}
    assert "Not taken" in choice.said.object
    choice.options.unit = "PH"
    assert values(choice) == [0.05]
    choice.options.unit = "TH"  # a thousand times as much, as is said now
    assert values(choice) == [50]


def test_one_of_several_columns_is_chosen(choice: HashpriceChoice) -> None:
    """Two columns are hashprices per TH; neither is taken by itself."""
    headings = "day,hashprice_usd_th_day,hashprice_eur_th_day"
    choice.upload.value = f"{headings}\n2025-05-01,0.05,0.04\n".encode()
    assert "“Column of the hashprice” must be one of" in choice.said.object
    offered = list(choice.options.param.hashprice_column.objects)
    assert offered == ["(detect)", *headings.split(",")]
    choice.options.hashprice_column = "hashprice_eur_th_day"
    assert values(choice) == [0.04]
    assert choice.uploads["file"].read.currency == "EUR"


def test_dates_that_are_open_are_settled(choice: HashpriceChoice) -> None:
    """03/04 is the third of April where days stand first."""
    choice.upload.value = b"date,hashprice_usd_per_th_per_day\n03/04/2025,0.05\n"
    assert "“Order of its dates”" in choice.said.object
    choice.options.day_first = True
    assert str(choice.uploads["file"].value.dates[0]) == "2025-04-03"


def test_what_was_settled_is_not_of_the_next_file(choice: HashpriceChoice) -> None:
    """Each upload begins with nothing settled, and a refused one leaves what was in hand."""
    choice.upload.value = b"date,hashprice\n2025-05-01,50\n"
    choice.options.unit = "PH"
    choice.upload.value = b"date,hashprice\n2025-05-02,60\n"
    assert "Not taken" in choice.said.object
    assert choice.options.unit == "(detect)"
    assert values(choice) == [0.05]
