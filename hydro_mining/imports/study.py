"""A study written as JSON -> study inputs, or one clear line."""

import datetime as dt
from dataclasses import fields
from typing import Any

from hydro_mining.economics.inputs import (
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
)
from hydro_mining.imports.json_objects import (
    check_fields,
    check_present,
    day,
    json_object,
    parsed_json,
    read_group,
    read_rows,
    time,
)

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
    groups = json_object("study", document)
    names = {f.name for f in fields(StudyInputs)}
    check_fields("", groups, names)
    check_present("", groups, names)
    return StudyInputs(
        network=read_group(Network, "network", groups["network"], as_of=time),
        site=read_group(Site, "site", groups["site"]),
        miners=read_rows(Miner, "miners", groups["miners"]),
        finance=read_group(Finance, "finance", groups["finance"], start_date=day),
        scenarios=read_rows(Scenario, "scenarios", groups["scenarios"]),
    )


def study_to_mapping(study: StudyInputs) -> dict[str, Any]:
    """Return the JSON document that reads back as an equal study."""

    def plain(group: Any) -> dict[str, Any]:
        values = {f.name: getattr(group, f.name) for f in fields(group)}
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in values.items()
            if value is not None
        }

    return {
        "network": plain(study.network),
        "site": plain(study.site),
        "miners": [plain(miner) for miner in study.miners],
        "finance": plain(study.finance),
        "scenarios": [plain(scenario) for scenario in study.scenarios],
    }
