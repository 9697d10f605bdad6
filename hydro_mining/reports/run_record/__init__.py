"""Run records: a study with its provenance and its results, in one JSON file."""

from hydro_mining.imports.study import SCHEMA
from hydro_mining.reports.run_record.answers import (
    Answers,
    answered,
    answers_of,
    recomputed,
    title_block,
)
from hydro_mining.reports.run_record.comparison import Difference, differences
from hydro_mining.reports.run_record.document import SCHEMA_VERSION
from hydro_mining.reports.run_record.reading import LARGEST_RECORD_MIB, read_record
from hydro_mining.reports.run_record.record import RunRecord, new_record, renewed
from hydro_mining.reports.run_record.study_file import read_study_or_record, record_of_study
from hydro_mining.reports.run_record.writing import record_text

__all__ = [
    "LARGEST_RECORD_MIB",
    "SCHEMA",
    "SCHEMA_VERSION",
    "Answers",
    "Difference",
    "RunRecord",
    "answered",
    "answers_of",
    "differences",
    "new_record",
    "read_record",
    "read_study_or_record",
    "recomputed",
    "record_of_study",
    "record_text",
    "renewed",
    "title_block",
]
