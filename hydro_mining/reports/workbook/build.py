"""From a study's results to the bytes of a workbook."""

import datetime as dt
from io import BytesIO
from typing import Any

import numpy as np
import xlsxwriter

from hydro_mining.economics import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.reports.group_tables import told_of
from hydro_mining.reports.run_record import RunRecord
from hydro_mining.reports.workbook.alternatives_page import write_alternatives
from hydro_mining.reports.workbook.annual_page import write_annual
from hydro_mining.reports.workbook.checks_page import write_checks
from hydro_mining.reports.workbook.currency_page import write_in_currency
from hydro_mining.reports.workbook.daily_pages import write_daily
from hydro_mining.reports.workbook.inputs_page import write_inputs
from hydro_mining.reports.workbook.layout import Layout, PlanLayout
from hydro_mining.reports.workbook.machines_page import write_machines
from hydro_mining.reports.workbook.metrics_page import write_metrics
from hydro_mining.reports.workbook.pages import Book
from hydro_mining.reports.workbook.pays_if_page import write_pays_if
from hydro_mining.reports.workbook.plan_page import write_plan
from hydro_mining.reports.workbook.profile_page import write_profile
from hydro_mining.reports.workbook.read_me_page import write_read_me
from hydro_mining.reports.workbook.risk_page import write_risk
from hydro_mining.reports.workbook.scenarios_page import write_other_scenarios, write_scenarios
from hydro_mining.reports.workbook.site_page import write_site
from hydro_mining.reports.workbook.summary_page import write_summary
from hydro_mining.views.currencies import currency_sentence

# A spreadsheet's largest number is a little below 1e308, and a year sums 365 of them.
_LARGEST = 1e304
# Spreadsheets disagree about the days before, since one of them has a 29 February 1900.
_FIRST_DAY = dt.date(1900, 3, 1)
_LAST_YEAR = 9999
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(result: Evaluation, record: RunRecord, currency: Currency = POUNDS) -> bytes:
    """Return a study as an ``.xlsx`` file whose formulas reproduce the model.

    The model's sheets are in pounds. In another currency the summary is in it, and a sheet has
    the results in it, at a rate that is an input.

    The same arguments give the same bytes; the file's own time is the record's.

    Raises
    ------
    InputError
        If a date or a figure is beyond what a spreadsheet can hold.
    """
    layout = Layout(result=result, currency=currency)
    _check(layout)
    buffer = BytesIO()
    written = xlsxwriter.Workbook(buffer, _OPTIONS)
    written.set_properties(
        {
            "title": "Bitcoin mining at a hydro-power site",
            "comments": f"hydro-mining {record.version}",
            "created": record.created_at.replace(tzinfo=None),
        }
    )
    written.set_size(24_000, 14_000)
    _write_sheets(Book(written), layout, record)
    written.close()
    return buffer.getvalue()


def _write_sheets(book: Book, layout: Layout, record: RunRecord) -> None:
    """Write the sheets in the order in which they are opened; other scenarios stand last."""
    told = told_of(layout.result, record)
    write_summary(book, layout, record, told)
    write_inputs(book, layout, record.snapshot.recorded())
    write_read_me(book, layout, record, told)
    if not layout.currency.is_pounds:
        _write_in_currency(book, layout, record)
    for write in (write_scenarios, write_machines, write_site, write_annual, write_metrics):
        write(book, layout)
    write_profile(book, layout)
    write_pays_if(book, layout)
    if layout.result.plan is not None:
        write_plan(book, PlanLayout(result=layout.result))
    write_risk(book, layout, told)
    write_alternatives(book, layout, told)
    write_checks(book, layout, told)
    write_other_scenarios(book, layout)
    for scenario in range(layout.live):
        write_daily(book, layout, scenario)


def _write_in_currency(book: Book, layout: Layout, record: RunRecord) -> None:
    """Write the sheet in the currency that was shown: of the plan where there is one."""
    snapshot, result = record.snapshot.recorded(), layout.result
    sentence = currency_sentence(layout.currency, snapshot.values, snapshot.per_usd)
    if result.plan is not None:
        layout = PlanLayout(result=result, currency=layout.currency)
    write_in_currency(book, layout, sentence)


def _check(layout: Layout) -> None:
    study = layout.study
    for name, day in (("network.as_of", study.network.day), ("start_date", study.start_date)):
        if not (day >= _FIRST_DAY and day.year + layout.years < _LAST_YEAR):
            rule = f"between {_FIRST_DAY} and the year {_LAST_YEAR}, as in any spreadsheet"
            raise InputError(name, rule, str(day))
    for name, figures in _figures(layout):
        if not np.all(np.abs(figures) * max(layout.currency.rate, 1.0) < _LARGEST):
            rule = f"below {_LARGEST:.0e} throughout, what a spreadsheet can hold"
            raise InputError(name, rule, float(np.nanmax(np.abs(figures))))


def _figures(layout: Layout) -> list[tuple[str, Any]]:
    paths, scenarios = layout.result.paths, layout.result.scenarios.values()
    return [
        ("btc_price_usd", paths.btc_price_usd),
        ("difficulty", paths.difficulty),
        ("rev_per_th_per_day", paths.rev_per_th_per_day),
        *(("cash_flow_gbp", result.cashflows) for result in scenarios),
        *(
            ("discounted_cumulative_cash_flow_gbp", result.discounted_cumulative_gbp)
            for result in scenarios
        ),
    ]
