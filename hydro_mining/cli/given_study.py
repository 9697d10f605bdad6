"""The study that a command is given: in a file of its own, or in a run record."""

from collections.abc import Mapping
from typing import Any

from hydro_mining.cli.files import file_contents, files_beside
from hydro_mining.cli.output import print_series_files, say
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.imports.json_objects import json_object, parsed_json
from hydro_mining.imports.study import is_record, read_study_file, study_to_mapping
from hydro_mining.wording import time_in_words

_LARGEST_MIB = 16


def given_study(name: str) -> StudyInputs:
    """Return the study of a file, or of stdin for ``-``: a study, or a run record's inputs.

    What its series were taken for, and that it is a record, is said on stderr.

    Raises
    ------
    InputError
        If it cannot be read or breaks a rule.
    """
    data = file_contents("study", name, most_mib=_LARGEST_MIB)
    if is_record(data):
        return _recorded(data)
    read = read_study_file(data, files_beside(name))
    print_series_files(read.files)
    return read.study


def study_document(data: bytes) -> Mapping[str, Any]:
    """Return the JSON of the study in ``data``; files that a study names are not read."""
    if is_record(data):
        return study_to_mapping(_recorded(data))
    return json_object("study", parsed_json(data, "study"))


def _recorded(data: bytes) -> StudyInputs:
    # The command starts sooner without it; few studies are records.
    from hydro_mining.reports.run_record import read_record  # noqa: PLC0415

    record = read_record(data)
    say(
        f"a run record of {time_in_words(record.created_at)}: its inputs are used, and what was "
        "computed with them is computed anew"
    )
    return record.study
