"""Formats and ranges that several groups of the vocabulary share."""

from hydro_mining.quantities.kinds import Format, Quantity, Range

MONEY = Format(prefix="£", is_money=True)
MONEY_WITH_PENCE = Format(prefix="£", decimals=2, is_money=True)
FINE_MONEY = Format(prefix="£", decimals=2, significant=4, is_money=True)
WHOLE = Format()
PER_CENT = Format(suffix=" %", decimals=1, scale=100)
KILOWATTS = Format(suffix=" kW", significant=4, trims=True)
HOURS = Format(suffix=" h", significant=4, trims=True)
FRACTION_UNIT = "fraction, 1 is 100 %"

ANY = Range()
POSITIVE = Range(lower=0, lower_is_legal=False)
NOT_NEGATIVE = Range(lower=0)
FRACTION = Range(lower=0, upper=1)
SHARE = Range(lower=0, lower_is_legal=False, upper=1)
RATE = Range(lower=-1, lower_is_legal=False, upper=10)


def measured_in(unit: str, decimals: int = 1) -> Format:
    """Return how a number with its unit behind it is written."""
    return Format(suffix=f" {unit}", decimals=decimals)


def share(label: str, meaning: str, legal: Range | None = None) -> Quantity:
    """Return a share of something, written in per cent."""
    return Quantity(label, FRACTION_UNIT, meaning, PER_CENT, legal)


def amount(label: str, meaning: str, legal: Range | None = None) -> Quantity:
    """Return an amount of money, written without pence."""
    return Quantity(label, "£", meaning, MONEY, legal)
