"""A study written as JSON -> study inputs, or one clear line."""

from typing import Any

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.imports.json_objects import parsed_json
from hydro_mining.imports.typed_json import from_json, to_json

__all__ = ["read_study", "study_from_mapping", "study_to_mapping"]


def read_study(data: bytes) -> StudyInputs:
    """Return the study written in ``data``, JSON in UTF-8.

    Raises
    ------
    InputError
        If it is empty, broken, or breaks a rule of the study; the message is one line.
    """
    return study_from_mapping(parsed_json(data, "study"))


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
