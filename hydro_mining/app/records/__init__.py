"""Run records of the case on the page: saved, opened, and what is said of one that was opened."""

from hydro_mining.app.records.banner import RecordBanner
from hydro_mining.app.records.case_record import (
    case_name,
    case_record,
    case_record_maker,
    open_file,
    open_kept,
    open_link,
)
from hydro_mining.app.records.last_case import LastCase
from hydro_mining.app.records.reports_section import ReportsSection

__all__ = [
    "LastCase",
    "RecordBanner",
    "ReportsSection",
    "case_name",
    "case_record",
    "case_record_maker",
    "open_file",
    "open_kept",
    "open_link",
]
