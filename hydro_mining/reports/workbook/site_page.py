"""The sheet of the site: which machine, how many, and what they do in year 1."""

from dataclasses import dataclass
from typing import Any

from hydro_mining.quantities import QUANTITIES, label, unit
from hydro_mining.reports.workbook.cell_formats import WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column

__all__ = ["write_site"]

_COLUMNS = (
    Column(key="label", heading="Figure", width=34),
    Column(key="value", heading="Value", width=30),
    Column(key="unit", heading="Unit", width=14),
    Column(key="name", heading="Name of the cell", width=32),
    Column(key="meaning", heading="How it follows", width=78),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    name: str
    formula: str
    value: Any
    words: tuple[str, str, str] | None = None
    fmt: str | None = None


def write_site(book: Book, layout: Layout) -> None:
    """Write the sheet ``Site``."""
    page = book.page("Site")
    page.title("Site", "The site filled with one machine, in year 1 of the base case.")
    page.header(FIRST_ROW - 1, _COLUMNS, height=24)
    page.sheet.freeze_panes(FIRST_ROW - 1, 1)
    row = FIRST_ROW
    for title, lines in (
        ("Which machine", _choice(layout)),
        ("How many", _count(layout)),
        ("What the site does", _figures(layout)),
    ):
        page.text(row, 0, title, "section")
        for line in lines:
            row += 1
            words = line.words or (label(line.name), unit(line.name), _meaning(line.name))
            page.text(row, 0, words[0])
            page.text(row, 2, words[1], "small")
            page.text(row, 3, line.name, "small")
            page.text(row, 4, words[2], "small")
            fmt = line.fmt or number_format(line.name)
            page.formula(row, 1, line.formula, line.value, fmt, role="result")
            book.name(line.name, page, row, 1)
        row += 2


def _meaning(name: str) -> str:
    return QUANTITIES[name].meaning


def _chosen(column: str) -> str:
    return f"INDEX(machine_{column},chosen_row)"


def _built(expression: str) -> str:
    return f'=IF(is_built,{expression},"")'


def _choice(layout: Layout) -> list[_Line]:
    result = layout.result
    names = result.miners.name
    chosen = 0 if result.chosen_miner is None else names.index(result.chosen_miner) + 1
    return [
        _Line(
            name="rev_per_th_per_day_y1",
            formula=f"={layout.annual(0, 'rev_per_th_per_day', 1)}",
            value=result.rev_per_th_per_day_y1,
            words=("Revenue per TH, year 1", "£/TH/day", "Mean of year 1 of the base case."),
            fmt=number_format("rev_per_th_per_day"),
        ),
        _Line(
            name="power_price_gbp_per_kwh_y1",
            formula=f"={layout.annual(0, 'power_price_gbp_per_kwh', 1)}",
            value=result.power_price_gbp_per_kwh_y1,
            words=("Power price, year 1", "£/kWh", "The base case's, its shock included."),
            fmt=number_format("power_price_gbp_per_kwh"),
        ),
        _Line(
            name="chosen_row",
            formula='=IF(miner<>"",SUMPRODUCT(EXACT(machine_name,miner)*machine_number),'
            "IF(COUNT(machine_simple_payback_days)=0,0,MATCH(MIN(machine_simple_payback_days),"
            "machine_simple_payback_days,0)))",
            value=chosen,
            words=("Its number in the list", "", "The named machine, else the shortest payback."),
            fmt=WHOLE,
        ),
        *_built_lines(layout, chosen),
    ]


def _built_lines(layout: Layout, chosen: int) -> list[_Line]:
    result = layout.result
    return [
        _Line(
            name="is_built",
            formula="=chosen_row>0",
            value=chosen > 0,
            words=("Something is built", "", "FALSE where no machine earns its power."),
        ),
        _Line(
            name="chosen_miner",
            formula='=IF(is_built,INDEX(machine_name,chosen_row),"none")',
            value=result.chosen_miner or "none",
            words=("Chosen machine", "", "Its name."),
        ),
        _Line(
            name="viable_below_gbp_per_kwh",
            formula="=IF(COUNT(machine_simple_payback_days)=0,"
            'MAX(machine_breakeven_power_price_gbp_per_kwh),"")',
            value=result.viable_below_gbp_per_kwh,
            words=("A machine is viable below", "£/kWh", "Only where none is: best break-even."),
        ),
        _Line(
            name="site_note",
            formula='=IF(is_built,IF(n_miners=0,"No machine of this kind fits.",'
            f'IF({_chosen("profit_gbp_per_day")}>0,"","Built because it was named: '
            'it does not earn its power in year 1.")),IF(miner<>"",'
            '"No machine has the name asked for.","No machine earns its power here."))',
            value=_note(layout, chosen),
            words=("Remark", "", "What a reader must know before using the figures."),
        ),
    ]


def _note(layout: Layout, chosen: int) -> str:
    site = layout.result.site
    if site is None:
        return "No machine earns its power here."
    if site.n_miners == 0:
        return "No machine of this kind fits."
    if layout.result.miners.viable[chosen - 1]:
        return ""
    return "Built because it was named: it does not earn its power in year 1."


def _count(layout: Layout) -> list[_Line]:
    study, site = layout.study, layout.result.site
    effective = study.site.site_power_kw * study.site.load_factor
    drawn = None
    if layout.result.chosen_miner is not None:
        index = layout.result.miners.name.index(layout.result.chosen_miner)
        drawn = study.miners[index].power_w / 1000 * (1 + study.site.overhead_fraction)
    return [
        _Line(name="effective_power_kw", formula="=site_power_kw*load_factor", value=effective),
        _Line(
            name="power_drawn_kw",
            formula=_built(_chosen("power_kw")),
            value=drawn,
            words=("Power of one machine", "kW", "Cooling and losses included."),
            fmt="#,##0.000",
        ),
        _Line(
            name="machines_quotient",
            formula=_built("effective_power_kw/power_drawn_kw"),
            value=None if drawn is None else effective / drawn,
            words=("Average power over it", "machines", "Before cutting to whole machines."),
            fmt="#,##0.000000",
        ),
        _Line(
            name="n_miners",
            formula=_built(
                "IF(ABS(machines_quotient-ROUND(machines_quotient,0))<=1E-12*machines_quotient,"
                "ROUND(machines_quotient,0),INT(machines_quotient))"
            ),
            value=None if site is None else site.n_miners,
            words=("Machines", "machines", "Cut; a hair below a whole number counts as it."),
        ),
        _Line(
            name="unused_power_kw",
            formula=_built("MAX(effective_power_kw-n_miners*power_drawn_kw,0)"),
            value=None if site is None else site.unused_power_kw,
        ),
    ]


def _figures(layout: Layout) -> list[_Line]:
    expressions = {
        "site_hashrate_ths": f"n_miners*{_chosen('hashrate_ths')}",
        "site_kwh_per_day": f"n_miners*{_chosen('kwh_per_day')}",
        "site_revenue_per_day": f"n_miners*{_chosen('revenue_gbp_per_day')}",
        "site_power_cost_per_day": f"n_miners*{_chosen('power_cost_gbp_per_day')}",
        "site_gross_profit_per_day": "site_revenue_per_day-site_power_cost_per_day",
        "capex_miners_gbp": f"n_miners*{_chosen('price_gbp')}",
    }
    return [
        _Line(name=name, formula=_built(expression), value=getattr(layout.result.site, name, None))
        for name, expression in expressions.items()
    ]
