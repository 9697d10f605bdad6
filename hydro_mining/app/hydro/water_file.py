"""The water file of the Hydro screen: upload, what was understood, and then its use."""

import asyncio
from typing import Any, NamedTuple

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import LazySection, small_button
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.left_open import DECIMALS, DETECTED, ORDERS, LeftOpen, choice
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import file_dropper, file_row
from hydro_mining.exceptions import InputError
from hydro_mining.imports.flows import FlowImport, FlowOptions, read_flow, read_power
from hydro_mining.models import HydroSection
from hydro_mining.views.markup import loading, notice, table

_LARGEST_FILE = "64MB"
_HAS = "The flow at the intake, or the power that reached the generator's terminals."
_UNITS = ("m3/s", "l/s", "cfs", "Ml/d", "kW", "MW", "kWh", "MWh")
_WHAT = {"River flow": "flow_m3_s", "Power at the generator": "power_kw"}


class _Upload(NamedTuple):
    """A file as it arrived."""

    name: str
    data: bytes


class _Options(LeftOpen):
    """What is left open of a water file, as it is at first, is detected from it."""

    px = 220

    unit = choice("Unit", {unit: unit for unit in _UNITS})
    day_first = choice("Order of dates", ORDERS)
    decimal = choice("Decimal mark", DECIMALS)
    value_column = param.String(label="Column of the values", doc=f"Its heading. {DETECTED}")
    timezone = param.String(label="Time zone, as Europe/Oslo", doc=f"Of the stamps. {DETECTED}")
    missing_value = param.Number(
        default=None,
        allow_None=True,
        label="Number that stands for a gap",
        doc="Such as -999; empty: none does.",
    )

    def frozen(self) -> FlowOptions:
        """Return what is settled."""
        said = {
            name: one.strip() if isinstance(one, str) else one
            for name, one in self.settled().items()
        }
        return FlowOptions(**{name: one for name, one in said.items() if one != ""})


class WaterFile(WithLayout):
    """Reads what is uploaded and tells what it took it for; it is used when a reader says so."""

    section = param.ClassSelector(class_=HydroSection, constant=True)
    field = param.Selector(objects=_WHAT, default="flow_m3_s", label="The file has", doc=_HAS)

    def __init__(self, section: HydroSection) -> None:
        super().__init__(section=section)
        self._options = _Options()
        self._upload: _Upload | None = None
        self._found: tuple[str, FlowImport] | None = None
        self._message, self._report = markup(), markup()
        self._use = small_button(
            "Use this water", self._take, variant="contained", margin=(8, 10), visible=False
        )
        dropper = file_dropper(_LARGEST_FILE, self._uploaded)
        self._settle = LazySection("Settle what the file leaves open", self._settling)
        self._understood = LazySection("What was understood of the file", lambda: [self._report])
        self._settle.layout.visible = self._understood.layout.visible = False
        self.layout = column(
            file_row(
                "Flow or power file (CSV, also as .gz), daily to quarter-hourly:",
                dropper,
                pmui.Select.from_param(self.param.field, size="small", width=220, margin=(10, 6)),
                self._use,
                width=290,
            ),
            self._message,
            self._understood,
            self._settle,
        )

    async def _uploaded(self, name: str, data: bytes) -> None:
        self._upload = _Upload(name, data)
        await self._read()

    async def _read(self) -> None:
        upload = self._upload
        if upload is None:
            return
        self._use.visible, self._found = False, None
        self._settle.layout.visible = True
        self._message.object = loading(f"Reading {len(upload.data) / 1e6:,.1f} MB …")
        field = self.field
        try:
            options = self._options.frozen()
            found = await asyncio.to_thread(_read_file, field, upload, options)
        except InputError as error:
            if upload is self._upload:
                said = f"Not taken, the water is as before: {error.sentence}"
                self._message.object = notice([said], tone="warn")
                self._settle.open()
            return
        if upload is self._upload:  # or else a later file is being read
            self._explain(field, upload.name, found)

    def _explain(self, field: str, name: str, found: FlowImport) -> None:
        self._found = (field, found)
        report = found.report
        self._message.object = notice([f"{name}: {report.in_a_sentence()}"], tone="info") + notice(
            (*report.left_out(), *report.notes), tone="warn"
        )
        self._report.object = table(
            ["", "Understood"],
            [list(row) for row in report.understood()],
            caption=name,
            has_remarks=True,
        )
        self._understood.layout.visible = self._use.visible = True

    def _take(self) -> None:
        if self._found is None:
            return
        field, found = self._found
        self.section.water.param.update(**{field: found.series, "source": field})
        self._use.visible = False

    def _settling(self) -> list[Any]:
        again = small_button(
            "Read the file again", lambda: pn.state.execute(self._read), margin=(10, 6)
        )
        return [flow(*self._options.widgets(), again)]


def _read_file(field: str, upload: _Upload, options: FlowOptions) -> FlowImport:
    read = read_flow if field == "flow_m3_s" else read_power
    return read(upload.data, options, name=upload.name)
