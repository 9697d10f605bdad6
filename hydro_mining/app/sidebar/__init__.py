"""What stands beside every screen: the example, the currency, the site, the money, the network."""

from hydro_mining.app.sidebar.currency_select import CurrencySelect
from hydro_mining.app.sidebar.sidebar import sidebar

__all__ = ["CurrencySelect", "sidebar"]
