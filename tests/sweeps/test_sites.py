"""A list of sites as people write it, and a grid."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.sweeps.fields import column_of
from hydro_mining.sweeps.sites import Site, grid_of, laid_over, read_sites


def values_of(text: str, **options):
    """Return the values of each row of a list."""
    return [dict(site.values) for site in read_sites(text.encode(), **options)]


def test_columns_are_paths_names_or_labels_with_their_units():
    """0.6 MW are 600 kW, 48 % are 0.48, 4.2 p are £0.042; a file may use decimal commas."""
    expected = {
        "site.site_power_kw": 600.0,
        "site.load_factor": 0.48,
        "site.power_price_gbp_per_kwh": pytest.approx(0.042),
    }
    for text in (
        "site.site_power_kw,site.load_factor,site.power_price_gbp_per_kwh\n600,0.48,0.042\n",
        "site_power_kw;load_factor;power_price_gbp_per_kwh\n600;0,48;0,042\n",
        "Site power [MW]\tLoad factor (%)\tPower price [p/kWh]\n0.6\t48\t4.2\n",
        "Site power [kW],Load factor,Power price [£/kWh]\n600,0.48,£0.042\n",
    ):
        assert values_of(text) == [expected]


def test_a_row_has_its_line_name_and_place():
    """An empty cell leaves the study's own value; a site without a name is called by its line."""
    first, second = read_sites(b"Plant,Lat,Lon,site.load_factor\nGlen,57.1,-4.9,0.5\n,,,\n,,,0.6\n")
    assert first == Site(
        line=2, name="Glen", latitude=57.1, longitude=-4.9, values={"site.load_factor": 0.5}
    )
    assert (second.line, second.name, second.latitude) == (4, "line 4", None)


def test_words_and_switches_are_as_the_study_has_them():
    """A machine's name, a rule, a switch, a file, a date."""
    text = (
        "finance.miner,finance.choose_by,finance.switch_off_when_unprofitable,"
        "hydro.flow_m3_s.file,finance.start_date\nAntminer S21,npv,yes,flow.csv,2027-01-01\n"
    )
    assert values_of(text) == [
        {
            "finance.miner": "Antminer S21",
            "finance.choose_by": "npv",
            "finance.switch_off_when_unprofitable": True,
            "hydro.flow_m3_s.file": "flow.csv",
            "finance.start_date": "2027-01-01",
        }
    ]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("x", "must be a number"), ("1,234", "a number that can be read in one way")],
)
def test_a_cell_that_is_no_number_is_its_row_s_problem(cell, rule):
    """The others are read."""
    bad, good = read_sites(f"site.site_power_kw;site.load_factor\n{cell};1\n600;1\n".encode())
    assert bad.problem.startswith("site.site_power_kw must be")
    assert rule in bad.problem
    assert good.problem is None


def test_the_decimal_sign_is_told_by_the_whole_list():
    """1.250 MW may be 1,250 MW by itself; beside 0.35 it is 1,250 kW. Degrees end at 180."""
    first, second = read_sites(b"Lat;Lon;Site power [MW]\n57.123;-4.852;1.250\n57.2;-4.8;0.35\n")
    assert first.values == {"site.site_power_kw": 1250.0}
    assert (first.latitude, first.longitude) == (57.123, -4.852)
    assert second.values == {"site.site_power_kw": pytest.approx(350.0)}
    (alone,) = read_sites(b"Lat;Lon;Site power [MW]\n57.123;-4.852;1.250\n")
    assert "read in one way" in alone.problem
    assert (alone.latitude, alone.longitude) == (57.123, -4.852)


@pytest.mark.parametrize(
    ("heading", "rule"),
    [
        ("Colour", "the path, name or label of a study's field"),
        ("Site power [hp]", "in kW or kw, mw, w"),
        ("Power price [ct/kWh]", "in £/kWh"),
    ],
)
def test_a_column_that_is_not_understood_is_asked_for(heading, rule):
    """It is never skipped, unless it is said to be left out."""
    text = f"site.load_factor,{heading}\n0.5,1\n"
    with pytest.raises(InputError) as caught:
        read_sites(text.encode()).checked()
    assert rule in caught.value.rule
    assert values_of(text, ignored=[heading]) == [{"site.load_factor": 0.5}]


def test_a_field_stands_in_one_column():
    """Twice is a question."""
    with pytest.raises(InputError, match="one for each field"):
        read_sites(b"site.load_factor,Load factor [%]\n0.5,50\n").checked()


def test_all_headings_that_are_none_are_named_at_once():
    """A reader leaves them out together."""
    text = b"Colour,site.load_factor,Owner\nred,0.5,me\n"
    with pytest.raises(InputError, match=r"columns must be .* got 'Colour, Owner'"):
        read_sites(text).checked()
    assert list(read_sites(text).unread) == ["Colour", "Owner"]
    assert read_sites(text, ignored=["Colour", "Owner"]).checked().unread == {}


def test_a_list_without_a_field_is_none():
    """Names and places alone say nothing of a study."""
    with pytest.raises(InputError, match="at least one field of a study; got 'Plant, Lat'"):
        read_sites(b"Plant,Lat\nGlen,57\n").checked()


def test_every_field_of_the_site_has_a_path():
    """By its bare name too."""
    assert column_of("overhead_fraction").path == "site.overhead_fraction"
    assert column_of("Years").path == "finance.years"


def test_a_grid_has_every_combination():
    """Two by three, the last axis fastest; ends included."""
    sites = grid_of(["site.load_factor=0.4:0.6:2", "site.power_price_gbp_per_kwh=0.02:0.04:3"])
    assert [list(site.values.values()) for site in sites] == [
        pytest.approx(point)
        for point in ((0.4, 0.02), (0.4, 0.03), (0.4, 0.04), (0.6, 0.02), (0.6, 0.03), (0.6, 0.04))
    ]
    assert [site.line for site in sites] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("axis", ["site.load_factor", "site.load_factor=1:2", "x=a:b:c", "=1:2:3"])
def test_an_axis_of_another_form(axis):
    """The form is named."""
    with pytest.raises(InputError):
        grid_of([axis])


def test_values_are_laid_over_the_study():
    """A group that is not there is made; the study itself stays as it is."""
    study = {"site": {"load_factor": 0.5, "site_power_kw": 10.0}}
    values = {"site.load_factor": 0.6, "hydro.flow_m3_s.file": "a.csv", "hydro.gross_head_m": 5.0}
    laid = laid_over(study, Site(line=1, name="", values=values))
    assert laid == {
        "site": {"load_factor": 0.6, "site_power_kw": 10.0},
        "hydro": {"flow_m3_s": {"file": "a.csv"}, "gross_head_m": 5.0},
    }
    assert study["site"]["load_factor"] == 0.5
