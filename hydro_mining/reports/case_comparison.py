"""Two cases side by side: in which inputs they differ, and in which results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining.economics import Evaluation
from hydro_mining.imports.typed_json import to_json
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, label
from hydro_mining.reports.input_words import described
from hydro_mining.views.field_words import field_written

_GROUPS = {
    "network": "Network",
    "site": "Site",
    "finance": "Money",
    "hydro": "Water",
    "market": "Grid",
    "risk": "Uncertainty",
    "alternatives": "Alternatives",
    "miners": "Machine",
    "scenarios": "Scenario",
    "answer": "Answer",
}
_METRICS = ("npv_gbp", "irr", "mirr", "simple_payback_years", "discounted_payback_years")
_PUT_IN = "put_in_gbp"
# Beyond so many a list is a series, which nobody compares value by value.
_MOST_SAID = 12
_ABSENT = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A figure of both cases; None is undefined, or absent in one of them.

    Parameters
    ----------
    path
        Where it stands, a step each: ``("site", "site_power_kw")``.
    of
        The part of the case that it belongs to, as a reader calls it.
    called
        What a reader calls it.
    quantity
        Its name in the vocabulary, where its unit is; empty where it is none of it.
    """

    path: tuple[str, ...]
    of: str
    called: str
    quantity: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseComparison:
    """What differs between two cases.

    ``other_machines`` is how many machines that neither case builds differ.
    """

    inputs: tuple[Pair, ...]
    results: tuple[Pair, ...]
    other_machines: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it; money in pounds, null is undefined or absent."""

        def written(pairs: tuple[Pair, ...]) -> list[dict[str, Any]]:
            return [
                {"path": list(one.path), "first": one.first, "second": one.second} for one in pairs
            ]

        return {
            "inputs": written(self.inputs),
            "results": written(self.results),
            "other_machines_that_differ": self.other_machines,
        }


def compare_cases(first: Evaluation, second: Evaluation) -> CaseComparison:
    """Return the inputs and the results that are not the same in both."""
    built = {_built(first)[0], _built(second)[0]}
    inputs = list(_pairs(_inputs(first), _inputs(second)))
    is_other = [one.path[0] == "miners" and one.path[1] not in built for one in inputs]
    pairs = list(zip(inputs, is_other, strict=True))
    return CaseComparison(
        inputs=tuple(one for one, other in pairs if not other),
        results=tuple(_pairs(_results(first), _results(second))),
        other_machines=len({one.path[1] for one, other in pairs if other}),
    )


def comparison_sentence(compared: CaseComparison) -> str:
    """Return in how much the cases differ."""
    if not compared.inputs and not compared.other_machines:
        same = "The two cases have the same inputs"
        return f"{same} and the same results." if not compared.results else f"{same}."
    said = f"The two cases differ in {_counted(len(compared.inputs), 'input')}"
    if compared.other_machines:
        count = _counted(compared.other_machines, "machine")
        said += f", and in {count} that neither builds"
    found = len(compared.results)
    results = _counted(found, "result")
    return f"{said}. {results[0].upper()}{results[1:]} {'differs' if found == 1 else 'differ'}."


def compared_rows(
    pairs: tuple[Pair, ...], first: str, second: str, currency: Currency = POUNDS
) -> tuple[list[str], list[list[str]]]:
    """Return headings and a row a figure, each with its unit; the cases are called as given."""
    rows = [
        [
            f"{one.of}: {one.called}" if one.of else one.called,
            *(_written(one, value, currency) for value in (one.first, one.second)),
        ]
        for one in pairs
    ]
    return ["Figure", first, second], rows


def _counted(count: int, what: str) -> str:
    many = f"{count:,}" if count else "no"
    return f"{many} {what}{'' if count == 1 else 's'}"


def _built(result: Evaluation) -> tuple[str | None, int]:
    """Return the machine that is built and how many, the plan's where there is one."""
    if result.plan is not None:
        return result.plan.chosen_miner, result.plan.n_miners
    site = result.site
    return (None, 0) if site is None else (result.chosen_miner, int(site.n_miners))


def _inputs(result: Evaluation) -> dict[tuple[str, ...], Any]:
    return dict(_leaves((), to_json(result.study)))


def _results(result: Evaluation) -> dict[tuple[str, ...], Any]:
    machine, count = _built(result)
    found: dict[tuple[str, ...], Any] = {
        ("answer", "machine"): machine,
        ("answer", "n_miners"): count,
    }
    for name, one in result.answered_scenarios.items():
        found["scenarios", name, _PUT_IN] = 0.0 - float(one.cashflows[0])
        found |= {("scenarios", name, metric): getattr(one, metric) for metric in _METRICS}
    return found


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each figure with its path; what has a name stands under it, a series is one figure."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves((*path, name), one)
    elif isinstance(value, list) and value and all(_is_named(one) for one in value):
        for one in value:
            rest = {name: held for name, held in one.items() if name != "name"}
            yield from _leaves((*path, one["name"]), rest)
    else:
        yield path, value


def _is_named(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("name"), str)


def _pairs(
    first: Mapping[tuple[str, ...], Any], second: Mapping[tuple[str, ...], Any]
) -> Iterator[Pair]:
    """Yield what differs, in the order of the first case and then of the second."""
    for path in dict.fromkeys([*first, *second]):
        one, other = first.get(path, _ABSENT), second.get(path, _ABSENT)
        if one == other or {repr(one), repr(other)} <= {"None", repr(_ABSENT)}:
            continue
        one, other = (None if value is _ABSENT else value for value in (one, other))
        quantity = path[-1] if path[-1] in QUANTITIES else ""
        quantity = "npv_gbp" if path[-1] == _PUT_IN else quantity
        yield Pair(
            path=path,
            of=_of(path),
            called=_called(path[-1]),
            quantity=quantity,
            first=one,
            second=other,
        )


def _of(path: tuple[str, ...]) -> str:
    group = _GROUPS.get(path[0], "")
    return f"{group} {path[1]}" if path[0] in {"miners", "scenarios"} and path[1:] else group


def _called(name: str) -> str:
    if name in QUANTITIES:
        return label(name)
    if name == _PUT_IN:
        return "You put in"
    try:
        return described(name)[0]
    except KeyError:
        said = name.replace("_", " ")
        return f"{said[:1].upper()}{said[1:]}"


def _written(one: Pair, value: Any, currency: Currency) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        is_series = len(value) > _MOST_SAID
        return f"{len(value):,} values" if is_series else ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if one.quantity and isinstance(value, int | float):
        return field_written(one.quantity, value, currency)
    return str(value)
