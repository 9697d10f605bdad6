"""What a worker does with a block: builds each site's study, and computes it."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from hydro_mining.economics import StudyInputs
from hydro_mining.economics.tables import Frame, rows_frame
from hydro_mining.exceptions import InputError
from hydro_mining.imports.file_bytes import file_in
from hydro_mining.imports.series_files import with_series_read
from hydro_mining.imports.study import study_from_mapping
from hydro_mining.sweeps.results import result_row
from hydro_mining.sweeps.running import Block, blocks_of, done_in_order
from hydro_mining.sweeps.sites import Site, laid_over

# A file that many sites name is read once.
_file_in = lru_cache(maxsize=64)(file_in)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a site has no row: the rule that it breaks, in words."""

    line: int
    name: str
    broken: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.name}: {self.broken}"


@dataclass(frozen=True, slots=True)
class Done:
    """A block's rows, and what is wrong with the sites that have none."""

    number: int
    rows: list[dict[str, Any]]
    problems: list[Problem]

    @property
    def count(self) -> int:
        """How many sites the block has."""
        return len(self.rows) + len(self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesWork:
    """Computes the sites of a list: ``document`` is the study's JSON that they are laid over.

    ``folder`` is where the files stand that a study names, None where it may name none; ``paths``
    futures are drawn of each.
    """

    document: Mapping[str, Any]
    folder: str | None = None
    paths: int | None = None
    seed: int = 1

    def __call__(self, block: Block) -> Done:
        """Return the block's rows."""
        rows, problems = [], []
        for site in block.sites:
            found = self._row(site) if site.problem is None else site.problem
            if isinstance(found, str):
                problems.append(Problem(site.line, site.name, found))
            else:
                rows.append(found)
        return Done(block.number, rows, problems)

    def _row(self, site: Site) -> dict[str, Any] | str:
        """Return a site's row, or what is wrong with it."""
        try:
            study = study_of_site(self.document, site, self.folder)
            return {**_told(site), **result_row(study, paths=self.paths, seed=self.seed)}
        except InputError as error:
            return str(error)


def _told(site: Site) -> dict[str, Any]:
    return {
        "line": site.line,
        "name": site.name,
        "latitude": site.latitude,
        "longitude": site.longitude,
    }


def study_of_site(
    document: Mapping[str, Any], site: Site, folder: str | None = None
) -> StudyInputs:
    """Return the study of one site of a list; files are read from ``folder``, if there is one.

    Raises
    ------
    InputError
        If a value breaks a rule of the study.
    """
    contents = None if folder is None else partial(_file_in, Path(folder))
    read, _ = with_series_read(laid_over(document, site), contents)
    return study_from_mapping(read)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StudiesWork:
    """Computes studies as they are."""

    paths: int | None = None
    seed: int = 1

    def __call__(self, block: Block) -> Done:
        """Return the block's rows."""
        rows = [result_row(one, paths=self.paths, seed=self.seed) for one in block.sites]
        return Done(block.number, rows, [])


def sweep(
    studies: Iterable[StudyInputs],
    executor: Executor | None = None,
    *,
    paths: int | None = None,
    seed: int = 1,
    workers: int = 2,
) -> Frame:
    """Return one row of figures a study, in their order; see ``sweeps.results.COLUMNS``.

    Parameters
    ----------
    executor
        Any of ``concurrent.futures``, or Dask's ``Client.get_executor()``; None works here.
    paths
        Futures that are drawn of each study; None draws none.
    workers
        How many the executor has: two blocks each are begun ahead.
    """
    work = _StudiesWork(paths=paths, seed=seed)
    done = done_in_order(work, blocks_of(studies), executor, workers=workers)
    rows = [row for one in done for row in one.rows]
    return rows_frame({"study": number, **row} for number, row in enumerate(rows))
