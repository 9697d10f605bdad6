"""Where a sweep keeps the blocks that are done, and the file that it makes of them in the end.

The blocks stand in a folder beside the results, a file each, written whole or not at all, with
what the sweep is: a later run goes on with them if it is the same sweep.
"""

import csv
import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydro_mining.delimited import guarded_cell
from hydro_mining.exceptions import InputError
from hydro_mining.sweeps.results import COLUMNS, headings
from hydro_mining.sweeps.running import BLOCK, Block, blocks_of, done_in_order
from hydro_mining.sweeps.work import Done, Problem

_TOLD = {"line": "int64", "name": "string", "latitude": "double", "longitude": "double"}
_WHAT = "sweep.json"
_TEXTS = ("chosen_miner", "plan.chosen_miner", "inputs_sha256", "version", "numpy_version")
_FORMS = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Store:
    """Blocks of a sweep that are done, in ``folder``."""

    folder: Path

    @classmethod
    def beside(cls, results: Path, what: Mapping[str, Any], *, resume: bool) -> "Store":
        """Return the store of a sweep, begun or gone on with.

        Raises
        ------
        InputError
            If another sweep's blocks are there, or this one's and nobody said to go on.
        """
        if results.suffix.casefold() not in _FORMS:
            raise InputError("out", f"a file named {' or '.join(_FORMS)}", str(results.name))
        folder = results.with_name(results.name + ".blocks")
        store = cls(folder)
        if not folder.exists():
            folder.mkdir(parents=True)
            _write(folder / _WHAT, json.dumps(what, sort_keys=True))
            return store
        if not resume:
            rule = "free: --resume goes on with the blocks that are there, or remove them"
            raise InputError("out", rule, folder.name)
        if json.loads((folder / _WHAT).read_text()) != json.loads(json.dumps(what)):
            raise InputError(
                "resume", "of the same sweep (list, study, axes, paths, seed, version)", folder.name
            )
        return store

    def numbers(self) -> set[int]:
        """Return the blocks that are done."""
        return {int(path.stem) for path in self.folder.glob("[0-9]*.json")}

    def keep(self, done: Done) -> None:
        """Write a block's rows."""
        problems = [dataclasses.astuple(one) for one in done.problems]
        held = {"rows": done.rows, "problems": problems}
        _write(self.folder / f"{done.number:06d}.json", json.dumps(held))

    def blocks(self) -> Iterator[Done]:
        """Yield the blocks in their order."""
        for number in sorted(self.numbers()):
            held = json.loads((self.folder / f"{number:06d}.json").read_text())
            problems = [Problem(*one) for one in held["problems"]]
            yield Done(number, held["rows"], problems)

    def remove(self) -> None:
        """Remove the blocks, whose rows are in the results."""
        shutil.rmtree(self.folder)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def kept_blocks(
    work: Callable[[Block], Done],
    sites: Iterable[Any],
    store: Store,
    executor: Executor | None,
    *,
    workers: int,
    size: int = BLOCK,
) -> Iterator[Done]:
    """Compute the blocks that the store has not yet, keep each, and yield it."""
    held = store.numbers()
    left = (block for block in blocks_of(sites, size) if block.number not in held)
    for done in done_in_order(work, left, executor, workers=workers):
        store.keep(done)
        yield done


def written_results(store: Store, results: Path) -> tuple[int, list[Problem]]:
    """Write the results from the blocks; return how many sites are in them and the problems.

    One block is held at a time. Headings are names with units.
    """
    part = results.with_name(results.name + ".part")
    write = _csv if results.suffix.casefold() == ".csv" else _parquet
    problems: list[Problem] = []
    count = 0

    def rows() -> Iterator[list[dict[str, Any]]]:
        nonlocal count
        for done in store.blocks():
            problems.extend(done.problems)
            count += len(done.rows)
            yield done.rows

    write(part, rows())
    part.replace(results)
    return count, problems


def _csv(path: Path, blocks: Iterator[list[dict[str, Any]]]) -> None:
    named = [*_TOLD, *headings().values()]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(named)
        for rows in blocks:
            writer.writerows([_cell(row[name]) for name in (*_TOLD, *COLUMNS)] for row in rows)


def _cell(value: Any) -> Any:
    return guarded_cell(value) if isinstance(value, str) else value


def _parquet(path: Path, blocks: Iterator[list[dict[str, Any]]]) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra that only this form needs
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        rule = "a .csv file, or install the extra: pip install hydro-mining[cluster]"
        raise InputError("out", rule, path.name.removesuffix(".part")) from error
    kinds = {**_TOLD, **{name: "string" if name in _TEXTS else "double" for name in COLUMNS}}
    named = {**{name: name for name in _TOLD}, **headings()}
    types: Mapping[str, Any] = {"int64": pa.int64(), "string": pa.string(), "double": pa.float64()}
    schema = pa.schema([(named[name], types[kind]) for name, kind in kinds.items()])
    with pq.ParquetWriter(path, schema) as writer:
        for rows in blocks:
            writer.write_table(pa.Table.from_arrays(_arrays(pa, kinds, rows, types), schema=schema))


def _arrays(
    pa: Any, kinds: Mapping[str, str], rows: Sequence[Mapping[str, Any]], types: Mapping[str, Any]
) -> list[Any]:
    def held(value: Any, kind: str) -> Any:
        return float(value) if kind == "double" and value is not None else value

    return [
        pa.array([held(row[name], kind) for row in rows], types[kind])
        for name, kind in kinds.items()
    ]
