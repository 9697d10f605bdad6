"""The command line that gives the screen's figures again, with the files that it needs."""

import panel as pn

from hydro_mining.app.components.blocks import download_button
from hydro_mining.app.components.copied_line import CopiedLine
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.dispatch.backtest import BacktestRequest
from hydro_mining.app.dispatch.loaded_prices import sample_upload
from hydro_mining.reports.dispatch_command import (
    HASHPRICE_FILE,
    dispatch_command,
    hashprice_csv,
)
from hydro_mining.views.markup import hint

_WHERE = (
    "Run it in the folder of the price file: it gives these figures again, and --json gives them "
    "to the cent."
)


class DispatchCommand(WithLayout):
    """Shows the line of a request."""

    def __init__(self) -> None:
        super().__init__()
        self._request: BacktestRequest | None = None
        self.line = CopiedLine(
            title="The same as a command", sizing_mode="stretch_width", margin=(8, 10)
        )
        self._hashprice = download_button(
            f"Download {HASHPRICE_FILE}", HASHPRICE_FILE, self._hashprice_csv, width=240
        )
        self._sample = download_button(
            "Download the sample prices",
            sample_upload().name,
            lambda: sample_upload().data,
            width=280,
        )
        self.layout = column(
            self.line, markup(hint(_WHERE)), pn.FlexBox(self._sample, self._hashprice)
        )

    def show(self, request: BacktestRequest) -> None:
        """Show the line of another request, and the files that it names."""
        self._request = request
        prices = request.prices
        inputs = request.inputs()
        self.line.text = dispatch_command(
            inputs, prices_name=prices.title, options=prices.options, zone=request.zone
        )
        self._sample.visible = prices.is_sample
        self._hashprice.visible = not isinstance(inputs.hashprice, int | float)

    def _hashprice_csv(self) -> str:
        assert self._request is not None
        prices = self._request.prices
        return hashprice_csv(
            self._request.hashprice, days=prices.days, currency=prices.read.currency
        )
