"""What a reader settles about a file of hashprices, which is read again at once."""

from hydro_mining.app.components.left_open import DECIMALS, ORDERS, LeftOpen, choice
from hydro_mining.imports.hashprice import HashpriceOptions
from hydro_mining.quantities import CURRENCY_CODES


class HashpriceFileOptions(LeftOpen):
    """What is left open, as it is at first, is detected from the file."""

    columns = ("hashprice_column", "date_column")

    unit = choice("Hashprice is per", {f"{unit} a day": unit for unit in ("TH", "PH", "EH")})
    hashprice_column = choice("Column of the hashprice", {})
    currency = choice("Currency of the hashprice", {code: code for code in CURRENCY_CODES})
    date_column = choice("Column of the date", {})
    day_first = choice("Order of its dates", ORDERS)
    decimal = choice("Its decimal mark", DECIMALS)

    def frozen(self) -> HashpriceOptions:
        """Return what is settled."""
        return HashpriceOptions(**self.settled())
