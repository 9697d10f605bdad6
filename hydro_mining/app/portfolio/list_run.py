"""A list of sites laid over the study of one moment, and its run."""

import datetime as dt
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hydro_mining.app.background import Run, Stopped
from hydro_mining.app.portfolio import workers
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.portfolio import Portfolio
from hydro_mining.imports.study import study_to_mapping
from hydro_mining.provenance import Snapshot
from hydro_mining.sweeps.idle import idle_columns, sites_over
from hydro_mining.sweeps.portfolio import portfolio_of
from hydro_mining.sweeps.running import BLOCK, Pace
from hydro_mining.sweeps.sites import SiteList
from hydro_mining.sweeps.storing import Store, kept_blocks, written_results
from hydro_mining.sweeps.work import Problem, SitesWork, study_of_site

# Blocks of a list: a reader sees it go on, and a stop waits for those that are begun.
_BLOCKS, _HEAVY_BLOCK = 40, 5


class End(StrEnum):
    """How a run ended."""

    WHOLE = "whole"
    STOPPED = "stopped"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a list when its run ends: of all its sites, or of those until then."""

    portfolio: Portfolio
    problems: tuple[Problem, ...]
    end: End

    @property
    def count(self) -> int:
        """How many sites have been looked at."""
        return len(self.portfolio) + len(self.problems)


class ListRun:
    """The work on one list; blocks that are done stay in a folder of its own until it is gone.

    Parameters
    ----------
    called
        The list's name.
    digest
        SHA-256 of its file.
    base
        The study that the sites are laid over, with the catalogue that its machines are from;
        without its water and grid where they would take the place of the list's columns, ``idle``.
    snapshot
        What its network figures are from.
    paths
        Futures that are drawn of each site; None draws none.
    """

    def __init__(
        self,
        sites: SiteList,
        *,
        called: str,
        digest: str,
        base: StudyInputs,
        entries: tuple[CatalogueEntry, ...],
        per_usd: Mapping[str, float],
        snapshot: Snapshot,
        paths: int | None,
    ) -> None:
        self.called, self.digest, self.paths = called, digest, paths
        self.begun_with, self.entries, self.per_usd = base, entries, per_usd
        self.snapshot = snapshot
        self.idle = tuple(idle_columns(sites, study_to_mapping(base)))
        self.base = base.without_plan() if self.idle else base
        self.begun_at = dt.datetime.now(tz=dt.UTC)
        self.pace = Pace(len(sites))
        self._work = SitesWork(document=study_to_mapping(self.base), paths=paths)
        self.sites = sites_over(sites, self._work.document)
        self._folder = TemporaryDirectory(prefix="hydro-mining-")
        self._store = Store.beside(Path(self._folder.name) / "results.csv", {}, resume=False)

    def answered(self, run: Run) -> Standing:
        """Compute what is left of the list, until the run is stopped."""
        held = sum(done.count for done in self._store.blocks())
        self.pace = Pace(len(self.sites) - held)
        blocks = kept_blocks(
            self._work,
            self.sites,
            self._store,
            workers.processes(),
            workers=workers.WORKERS,
            size=self._block,
        )
        end = End.WHOLE
        try:
            with closing(blocks):
                for done in blocks:
                    self.pace.more(done.count)
                    run.check()
        except Stopped:
            end = End.STOPPED if self.pace.done < self.pace.total else End.WHOLE
        except BrokenProcessPool:
            workers.forget_processes()
            end = End.BROKEN
        return self._standing(end)

    def results(self, ending: str) -> bytes:
        """Return the file of all figures, as the command writes it: ``.csv`` or ``.parquet``."""
        path = Path(self._folder.name) / f"results{ending}"
        written_results(self._store, path)
        return path.read_bytes()

    def study_at(self, line: int) -> StudyInputs:
        """Return the study of the site in a line of the list."""
        return study_of_site(self._work.document, self.sites.at_line(line))

    @property
    def _block(self) -> int:
        """Sites of a block; its figures do not rest on it."""
        is_heavy = self.paths is not None or self.base.market is not None
        least = _HEAVY_BLOCK if is_heavy else BLOCK
        return max(1, min(least, len(self.sites) // _BLOCKS))

    def _standing(self, end: End) -> Standing:
        problems: list[Problem] = []

        def rows() -> Any:
            for done in self._store.blocks():
                problems.extend(done.problems)
                yield from done.rows

        portfolio = portfolio_of(rows())
        return Standing(portfolio=portfolio, problems=tuple(problems), end=end)
