"""The vocabulary's groups: a new one is added in one call, and the glossary lists them all."""

import subprocess
import sys
from pathlib import Path

import pytest

from hydro_mining.quantities import GROUPS, QUANTITIES, Format, Quantity, groups, register

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
RAIN = Quantity("Head", "m", "Fall of the water.", Format(suffix=" m", decimals=1))


@pytest.fixture(autouse=True)
def _vocabulary_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a test adds."""
    monkeypatch.setattr(groups, "_GROUPS", dict(GROUPS))
    monkeypatch.setattr(groups, "_QUANTITIES", dict(QUANTITIES))


def test_every_quantity_is_in_one_group() -> None:
    """The groups together are the vocabulary."""
    names = [name for group in GROUPS.values() for name in group]
    assert names == list(QUANTITIES)
    assert len(set(names)) == len(names)


def test_a_group_is_added_in_one_call() -> None:
    """A quantity described anywhere stands in the vocabulary from then on."""
    register("Weather", {"rain_mm": RAIN})
    assert groups._GROUPS["Weather"] == {"rain_mm": RAIN}
    assert groups._QUANTITIES["rain_mm"] is RAIN


@pytest.mark.parametrize(
    ("group", "names", "taken"),
    [
        ("Weather", ["rain_mm", "irr", "npv_gbp"], "irr, npv_gbp"),
        ("Network", ["rain_mm"], "Network"),
    ],
)
def test_a_name_is_given_once(group: str, names: list[str], taken: str) -> None:
    """A name or a group that is taken is refused, and nothing of the group is added."""
    with pytest.raises(ValueError, match=f"already in the vocabulary: {taken}$"):
        register(group, dict.fromkeys(names, RAIN))
    assert "rain_mm" not in groups._QUANTITIES


def test_the_glossary_is_current(tmp_path: Path) -> None:
    """docs/glossary.md is what the command writes now."""
    written = tmp_path / "glossary.md"
    subprocess.run([sys.executable, "-m", "hydro_mining.quantities", str(written)], check=True)
    assert GLOSSARY.read_text(encoding="utf-8") == written.read_text(encoding="utf-8")
    for name in ("npv_gbp", "hashprice", "growth_power_mw"):
        assert f"| `{name}` |" in written.read_text(encoding="utf-8")
