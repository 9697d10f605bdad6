"""A record and its result as the bytes of each kind of file.

A form's own modules are loaded when it is asked for: they bring pandas or the charts. What a
record lacks of its answers, futures and other uses of the capital, is computed for it.
"""

from collections.abc import Callable

from hydro_mining.economics import Evaluation, evaluate
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import Currency
from hydro_mining.reports.run_record import RunRecord, answered, read_record, record_text

Form = Callable[[Evaluation, RunRecord, Currency], bytes]


def _html(result: Evaluation, record: RunRecord, currency: Currency) -> bytes:
    from hydro_mining.reports.page import report_page  # noqa: PLC0415

    return report_page(result, answered(record, result), currency).encode()


def _pdf(result: Evaluation, record: RunRecord, currency: Currency) -> bytes:
    from hydro_mining.reports.board_paper import board_paper  # noqa: PLC0415

    return board_paper(result, answered(record, result), currency)


def _xlsx(result: Evaluation, record: RunRecord, currency: Currency) -> bytes:
    from hydro_mining.reports.workbook import workbook  # noqa: PLC0415

    return workbook(result, answered(record, result), currency)


def _zip(result: Evaluation, record: RunRecord, currency: Currency) -> bytes:
    from hydro_mining.reports.tables import tables_zip  # noqa: PLC0415

    return tables_zip(result, answered(record, result), currency)


def _json(result: Evaluation, record: RunRecord, _: Currency) -> bytes:
    return record_text(answered(record, result)).encode()


def table_form(table: str = "annual") -> Form:
    """Return the form of one table as CSV; an unknown table is an InputError when it is made."""

    def made(result: Evaluation, record: RunRecord, currency: Currency) -> bytes:
        from hydro_mining.reports import tables  # noqa: PLC0415

        if table in tables.TABLES:
            snapshot = record.snapshot
            text = tables.table_csv(table, result, snapshot=snapshot, currency=currency)
            return text.encode()
        whole = answered(record, result)
        names = tables.table_names(result, whole)
        if table not in names:
            raise InputError("table", f"one of {', '.join(names)}", table)
        return tables.group_table_csv(table, result, whole, currency=currency).encode()

    return made


# By the ending of the file's name.
FORMS: dict[str, Form] = {
    ".html": _html,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
    ".csv": table_form(),
    ".zip": _zip,
    ".json": _json,
}


def file_of(text: str, ending: str) -> bytes:
    """Return the file of a record that this version has written, as a process of its own can.

    The record's text, since what is frozen in a record cannot be pickled.
    """
    record = read_record(text.encode())
    currencies = record.snapshot.currencies(record.study.network.usd_to_gbp)
    return FORMS[ending](evaluate(record.study), record, currencies[record.currency])
