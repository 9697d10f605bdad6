"""Records of older versions of the schema, made ones of the present version."""

from collections.abc import Callable, Mapping
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.imports.growth_table import read_growth_table
from hydro_mining.imports.study import study_from_mapping, study_to_mapping
from hydro_mining.imports.typed_json import to_json

_Document = Mapping[str, Any]

# What a contract of version 2 meant without saying so.
_UNSAID_OF_CONTRACT: _Document = {"peak_start_hour": 6, "peak_end_hour": 22, "holidays": []}


def upgraded(document: _Document, *, version: int) -> _Document:
    """Return a parsed record of ``version`` as one of the present version.

    Only what an older version had otherwise is touched, and that where it has the shape that it
    should; all else is left for the present version's rules to refuse.

    Raises
    ------
    InputError
        If the study or the yearly table of the record breaks a rule.
    """
    while version in _UPGRADES:
        document = {**_UPGRADES[version](document), "schema_version": version + 1}
        version += 1
    return document


def _with_screens(document: _Document) -> _Document:
    """Version 2 holds the choices on Growth and Dispatch, of which version 1 knew nothing."""
    inputs = document.get("inputs")
    if not isinstance(inputs, dict) or "screens" in inputs:
        return document
    return {**document, "inputs": {**inputs, "screens": {"growth": None, "dispatch": None}}}


def _with_sections(document: _Document) -> _Document:
    """Version 3 has sections, of which one that nothing was chosen in is absent.

    A yearly table is no CSV text in it, a contract has its peak hours and holidays, and no field
    is left out because it has a default.
    """
    changed = dict(document)
    if isinstance(document.get("network_snapshot"), dict):
        changed["network_snapshot"] = _renamed(document["network_snapshot"], "readings", "values")
    if isinstance(document.get("inputs"), dict):
        inputs = _renamed(document["inputs"], "screens", "sections")
        study, sections = inputs.get("study"), inputs.get("sections")
        if study is not None:
            inputs["study"] = _complete(study)
        if isinstance(sections, dict):
            inputs["sections"] = {
                key: _SECTIONS.get(key, dict)(settings) if isinstance(settings, dict) else settings
                for key, settings in sections.items()
                if settings is not None
            }
        changed["inputs"] = inputs
    return changed


def _with_later_inputs(document: _Document) -> _Document:
    """Versions 4 to 6 have inputs that the one before did not know: they take their defaults."""
    inputs = document.get("inputs")
    if not isinstance(inputs, dict) or inputs.get("study") is None:
        return document
    return {**document, "inputs": {**inputs, "study": _complete(inputs["study"])}}


def _renamed(fields: _Document, old: str, new: str) -> dict[str, Any]:
    return {new if name == old else name: value for name, value in fields.items()}


def _complete(study: Any) -> _Document:
    try:
        return study_to_mapping(study_from_mapping(study))
    except InputError as error:
        raise error.under("inputs.study") from error


def _growth(settings: _Document) -> _Document:
    if not isinstance(settings.get("table"), str):
        return settings
    try:
        table = read_growth_table(settings["table"]).table
    except InputError as error:
        raise error.under("inputs.sections.growth.table") from error
    return {**settings, "table": to_json(table)}


def _dispatch(settings: _Document) -> _Document:
    contract = settings.get("contract")
    if not isinstance(contract, dict):
        return settings
    return {**settings, "contract": {**_UNSAID_OF_CONTRACT, **contract}}


_SECTIONS: Mapping[str, Callable[[_Document], _Document]] = {
    "growth": _growth,
    "dispatch": _dispatch,
}
_UPGRADES: Mapping[int, Callable[[_Document], _Document]] = {
    1: _with_screens,
    2: _with_sections,
    3: _with_later_inputs,
    4: _with_later_inputs,
    5: _with_later_inputs,
}
