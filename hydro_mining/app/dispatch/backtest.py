"""What the Dispatch screen asks of the core: frozen, so that any thread may answer it."""

from dataclasses import dataclass

from hydro_mining.app.dispatch.loaded_prices import LoadedPrices
from hydro_mining.economics.dispatch import (
    BacktestInputs,
    DispatchAnalysis,
    DispatchSettings,
    analysed,
    backtest,
    published_prices,
)
from hydro_mining.economics.dispatch.hashprices import HashpriceSource


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRequest:
    """The settings with the prices in hand and a hashprice in their currency.

    ``zone`` is the one to be told in detail, ``notes`` say what the hashprice is, and
    ``hashprice_words`` begin a sentence with it.
    """

    settings: DispatchSettings
    prices: LoadedPrices
    zone: str
    hashprice: HashpriceSource
    hashprice_words: str
    notes: tuple[str, ...]

    def answered(self) -> DispatchAnalysis:
        """Return everything about the zone.

        Raises
        ------
        InputError
            If the settings do not fit together, or the prices lack a hashprice.
        """
        return analysed(backtest(self.inputs()), zone=self.zone)

    def inputs(self) -> BacktestInputs:
        """Return what the core is asked.

        Raises
        ------
        InputError
            If the settings do not fit together.
        """
        settings, series = self.settings, tuple(self.prices.read.series.values())
        return BacktestInputs(
            prices=series,
            facility=settings.facility,
            hashprice=self.hashprice,
            strategy=settings.strategy,
            contract=settings.contract if settings.has_contract else None,
            threshold=settings.threshold,
            published_price=published_prices(series, self.prices.read.day_ahead),
            trailing_hours=settings.trailing_hours,
        )
