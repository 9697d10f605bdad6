"""Units of flow and power as they are written, and what is none."""

import pytest

from hydro_mining.imports.flows.units import Quantity, known_units, unit_called, unit_in

FOOT_M3 = 0.3048**3


@pytest.mark.parametrize(
    ("text", "name", "factor"),
    [
        *((text, "m³/s", 1.0) for text in ("m3/s", "m³/s", "m^3/s", "m³ s⁻¹", "m3 s-1", "M3/S")),
        *(
            (text, "m³/s", 1.0)
            for text in ("m3/sec", "m³/Sek.", "cumecs", "cubic metres per second")
        ),
        *((text, "l/s", 1e-3) for text in ("l/s", "L/s", "l s-1", "litres per second", "lps")),
        *(
            (text, "cfs", FOOT_M3)
            for text in ("cfs", "ft3/s", "ft³/s", "ft^3/s", "cubic feet per second")
        ),
        *(
            (text, "Ml/d", 1e3 / 86_400)
            for text in ("Ml/d", "ML/d", "ML/day", "megalitres per day")
        ),
        ("m3/h", "m³/h", 1 / 3_600),
        ("m³/Tag", "m³/d", 1 / 86_400),
        ("l/min", "l/min", 1e-3 / 60),
    ],
)
def test_units_of_flow(text: str, name: str, factor: float) -> None:
    """However they are written; 1,000 Ml/d are 11.574 m³/s."""
    unit = unit_called(text, "flow")
    assert unit is not None
    assert (unit.name, unit.factor) == (name, pytest.approx(factor))


@pytest.mark.parametrize(
    ("text", "quantity", "name"),
    [
        ("Abfluss [m³/s]", "flow", "m³/s"),
        ("Débit moyen journalier (en l/s)", "flow", "l/s"),
        ("Caudal medio (m3/s)", "flow", "m³/s"),
        ("Vannføring i m3/s", "flow", "m³/s"),
        ("Discharge, cubic feet per second (Mean)", "flow", "cfs"),
        ("discharge_m3_s", "flow", "m³/s"),
        ("flow m3 s-1", "flow", "m³/s"),
        ("Q_cfs", "flow", "cfs"),
        ("Flow (Ml/d)", "flow", "Ml/d"),
        ("Leistung [kW]", "power", "kW"),
        ("Generation kWh", "power", "kWh"),
        ("P_mw", "power", "MW"),
        ("Energy (MWh/h)", "power", "MW"),
    ],
)
def test_units_in_headings(text: str, quantity: Quantity, name: str) -> None:
    """In brackets, behind a comma or as the last words."""
    unit = unit_in(text, quantity)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        *((text, "flow") for text in ("Q", "Flow", "Runoff (mm)", "Flow (mgd)", "Stage (m)")),
        *(
            (text, "flow")
            for text in (
                "Power (kW)",
                "Q [acre-ft]",
                "Q (1000 m3/s)",
                "Q [10^3 m3/d]",
                "Mq [l/s/km²]",
                "",
            )
        ),
        *((text, "power") for text in ("Power", "Q (m3/s)", "Energy (GJ)", "kVA", "EUR/MWh 2")),
    ],
)
def test_what_is_no_unit(text: str, quantity: Quantity) -> None:
    """Nothing is guessed."""
    assert unit_in(text, quantity) is None


def test_messages_name_what_is_known() -> None:
    """Each unit once."""
    assert known_units("power") == "kW, MW, W, GW, kWh, MWh, Wh, GWh"
