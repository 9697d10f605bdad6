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

__all__ = ["BacktestRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRequest:
    """The settings with the prices in hand and a hashprice in their currency.

    ``zone`` is the one to be told in detail, ``notes`` say what the hashprice is.
    """

    settings: DispatchSettings
    prices: LoadedPrices
    zone: str
    hashprice: HashpriceSource
    notes: tuple[str, ...]

    def answered(self) -> DispatchAnalysis:
        """Return everything about the zone.

        Raises
        ------
        InputError
            If the settings do not fit together, or the prices lack a hashprice.
        """
        settings, series = self.settings, tuple(self.prices.read.series.values())
        inputs = BacktestInputs(
            prices=series,
            facility=settings.facility,
            hashprice=self.hashprice,
            strategy=settings.strategy,
            contract=settings.contract if settings.has_contract else None,
            threshold=settings.threshold,
            published_price=published_prices(series, self.prices.read.day_ahead),
            trailing_hours=settings.trailing_hours,
        )
        return analysed(backtest(inputs), zone=self.zone)
