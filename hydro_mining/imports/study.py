"""A study written as JSON -> study inputs, or one clear line; a run record is told from one."""

import re
from dataclasses import dataclass
from typing import Any

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.imports.json_objects import parsed_json
from hydro_mining.imports.series_files import Contents, SeriesFile, with_series_read
from hydro_mining.imports.typed_json import from_json, to_json

# How a run record says that it is one.
SCHEMA = "hydro_mining.run_record"
# A report page holds its record.
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<!doctype html", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFile:
    """A study, and the files beside it that its series are from."""

    study: StudyInputs
    files: tuple[SeriesFile, ...]


def is_record(data: bytes) -> bool:
    """Tell whether ``data`` says that it is a run record, and not a study."""
    return bool(PAGE.match(data)) or (SCHEMA.encode() in data and b'"schema_version"' in data)


def read_study(data: bytes, contents: Contents | None = None) -> StudyInputs:
    """Return the study written in ``data``, JSON in UTF-8.

    Parameters
    ----------
    contents
        Returns the bytes of a file beside the study, which a series may name; None where there
        is no such place.

    Raises
    ------
    InputError
        If it is empty, broken, or breaks a rule of the study; the message is one line.
    """
    return read_study_file(data, contents).study


def read_study_file(data: bytes, contents: Contents | None = None) -> StudyFile:
    """Return the study as ``read_study`` does, with what its files were taken for."""
    document, files = with_series_read(parsed_json(data, "study"), contents)
    return StudyFile(study=study_from_mapping(document), files=files)


def study_from_mapping(document: Any) -> StudyInputs:
    """Return the study that a parsed JSON ``document`` describes.

    Raises
    ------
    InputError
        If a field is unknown, missing, of the wrong type or out of its range.
    """
    return from_json(StudyInputs, document, called="study")


def study_to_mapping(study: StudyInputs) -> dict[str, Any]:
    """Return the JSON document that reads back as an equal study."""
    document: dict[str, Any] = to_json(study)
    return document
