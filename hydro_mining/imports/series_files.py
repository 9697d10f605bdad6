"""Series that a study names by their file: ``{"file": "flow.csv", "unit": "l/s"}``.

The fields beside ``file`` are the options of its reader. A reader is added in ``READERS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.imports.typed_json import from_json
from hydro_mining.quantities import POUNDS

# Returns the bytes of a file by its name, or raises ``InputError``.
Contents: TypeAlias = Callable[[str], bytes]

_FILE = "file"
_WATER = ("flow_m3_s", "power_kw")


class ReadSeries(NamedTuple):
    """A series with what is to be said of its file: what it was taken for, and what to know.

    ``beside`` are fields of the study's group that follow from the file.
    """

    series: Series
    understood: tuple[str, ...]
    warnings: tuple[str, ...]
    beside: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFile:
    """A file that a study names at ``path``, such as ``hydro.flow_m3_s``.

    ``understood`` and ``warnings`` are sentences.
    """

    path: str
    name: str
    understood: tuple[str, ...]
    warnings: tuple[str, ...]


def _read_water(field: str, data: bytes, options: Mapping[str, Any], name: str) -> ReadSeries:
    # The command starts sooner without them; few studies name a file.
    from hydro_mining.imports.flows import FlowOptions, read_flow, read_power  # noqa: PLC0415

    read = read_flow if field == "flow_m3_s" else read_power
    found = read(data, from_json(FlowOptions, dict(options), called=_FILE), name=name)
    warnings = (*found.report.left_out(), *found.report.notes)
    return ReadSeries(found.series, (found.report.in_a_sentence(),), warnings)


def _read_prices(data: bytes, options: Mapping[str, Any], name: str) -> ReadSeries:
    # As above.
    from hydro_mining.imports.prices import (  # noqa: PLC0415
        PriceOptions,
        in_standard_time,
        read_prices,
    )

    of_rate = {key: options[key] for key in (_RATE, _RATE_DAY) if key in options}
    of_prices = {key: value for key, value in options.items() if key not in of_rate}
    found = read_prices(data, from_json(PriceOptions, of_prices, called=_FILE))
    if len(found.series) > 1:
        raise InputError("zone", f"one of {', '.join(found.series)}", None)
    currency = found.currency or POUNDS.code
    if currency != POUNDS.code and _RATE not in options:
        rule = f"given (£ per {currency}), as the prices are in {currency}"
        raise InputError(_RATE, rule, None)
    (prices,) = found.series.values()
    report = found.report
    warnings = [*report.left_out(), *report.notes]
    if found.currency is None:
        warnings.append(f"The file names no currency: its prices are taken as {POUNDS.code}.")
    understood = (
        f"{report.form}; {report.rows_used:,} prices in {currency}/MWh of zone {prices.zone}, "
        f"clock {report.clock_in_words}, put into standard time of {report.timezone}."
    )
    return ReadSeries(
        in_standard_time(prices, source=name, data=data),
        (understood, report.told_in_words),
        tuple(warnings),
        {_CURRENCY: currency, _RATE: 1.0, **of_rate},
    )


_CURRENCY, _RATE, _RATE_DAY = "currency", "rate_to_gbp", "rate_as_of"
# By group and field of the study: the bytes, options and name of a file -> its series.
READERS: Mapping[tuple[str, str], Callable[[bytes, Mapping[str, Any], str], ReadSeries]] = (
    MappingProxyType(
        {
            **{("hydro", field): partial(_read_water, field) for field in _WATER},
            ("market", "export_price_gbp_per_mwh"): _read_prices,
        }
    )
)
# Fields of a group that may stand beside its file or in the group.
_SHARED = {"market": (_CURRENCY, _RATE, _RATE_DAY)}


def with_series_read(
    document: Any, contents: Contents | None
) -> tuple[Any, tuple[SeriesFile, ...]]:
    """Return a study's document with the series of its files in it, and what they were taken for.

    Parameters
    ----------
    contents
        None where there is no place beside the study.

    Raises
    ------
    InputError
        If a file is not beside the study, or cannot be read.
    """
    if not isinstance(document, Mapping):
        return document, ()
    read, files = dict(document), []
    for (group, field), reader in READERS.items():
        given = read.get(group)
        described = given.get(field) if isinstance(given, Mapping) else None
        if not isinstance(described, Mapping) or _FILE not in described:
            continue
        path = f"{group}.{field}"
        name = _checked_name(f"{path}.{_FILE}", described[_FILE], contents)
        assert contents is not None
        assert isinstance(given, Mapping)
        options = {key: given[key] for key in _SHARED.get(group, ()) if key in given}
        options |= {key: value for key, value in described.items() if key != _FILE}
        try:
            found = reader(contents(name), options, name)
        except InputError as error:
            raise _named(error, path, name) from error
        read[group] = {**read[group], field: found.series, **found.beside}
        files.append(
            SeriesFile(path=path, name=name, understood=found.understood, warnings=found.warnings)
        )
    return read, tuple(files)


def _checked_name(path: str, name: Any, contents: Contents | None) -> str:
    if not isinstance(name, str) or not name.strip():
        raise InputError(path, "the name of a file beside the study", name)
    if contents is None:
        rule = "values in the study itself here; the command reads a file beside a study"
        raise InputError(path, rule, name)
    for kind in (PurePosixPath, PureWindowsPath):
        place = kind(name)
        if place.anchor or ".." in place.parts:
            raise InputError(path, "the name of a file beside the study or below it", name)
    return name


def _named(error: InputError, path: str, name: str) -> InputError:
    """Return an error under the field and file that it is of, its option under the field."""
    option = None if error.option is None else f"{path}.{error.option}"
    if error.argument == _FILE:
        return error.called(f"{path}, {name}", option)
    if error.argument.isidentifier():  # an option; places in the file have spaces
        return error.under(path)
    return error.called(f"{path}, {name}, {error.argument}", option)
