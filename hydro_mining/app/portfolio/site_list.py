"""The list of sites: upload or example, and what was understood of it."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import panel as pn

from hydro_mining.app.components.blocks import LazySection, download_button, small_button
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import file_dropper, file_row
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import listed
from hydro_mining.package_files import package_text
from hydro_mining.quantities import QUANTITIES
from hydro_mining.sweeps.fields import Column, field_paths
from hydro_mining.sweeps.sites import SiteList, read_sites
from hydro_mining.views.markup import hint, loading, notice, table
from hydro_mining.views.portfolio_words import sites_in_words

_EXAMPLE = "example_sites.csv"
_LARGEST_FILE = "8MB"
_MOST_SITES = 20_000
_MOST_TOLD = 5
_EXAMPLE_SAID = "These sites are made up: no such plants exist."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """A list that was read; ``problems`` are its rows that cannot be computed, in words."""

    called: str
    digest: str
    sites: SiteList
    is_made_up: bool
    problems: tuple[str, ...] = ()
    n_unplaced: int = 0


class SiteListEntry(WithLayout):
    """Reads a list and tells what it took it for; ``on_read`` is given it, None if unusable."""

    def __init__(self, on_read: Callable[[ReadList | None], None]) -> None:
        super().__init__()
        self._on_read = on_read
        self._upload: tuple[str, bytes] | None = None
        self._ignored: tuple[str, ...] = ()
        self._unread: tuple[str, ...] = ()
        self._message, self._report = markup(), markup()
        self._leave_out = small_button(
            "Leave them out",
            lambda: pn.state.execute(self._read_without),
            margin=(4, 10),
            visible=False,
        )
        self._understood = LazySection("What was understood of the list", lambda: [self._report])
        self._understood.layout.visible = False
        self.layout = column(
            file_row(
                "Your list (CSV, a row a site, headings with units):",
                file_dropper(_LARGEST_FILE, self.read),
                small_button(
                    "See a made-up example",
                    lambda: pn.state.execute(self.read_example),
                    margin=(4, 10),
                ),
                width=200,
            ),
            self._message,
            self._leave_out,
        )
        # What stands further below, behind the answer.
        self.details = column(self._understood, LazySection("What a list may hold", _legend))

    async def read_example(self) -> None:
        """Read the made-up list that comes with the product."""
        await self.read(_EXAMPLE, package_text("data", _EXAMPLE).encode())

    async def read(self, name: str, data: bytes) -> None:
        """Read a list, and say what was understood."""
        self._upload, self._ignored = (name, data), ()
        await self._read()

    async def _read_without(self) -> None:
        self._ignored += self._unread
        await self._read()

    async def _read(self) -> None:
        upload = self._upload
        assert upload is not None
        self._leave_out.visible = self._understood.layout.visible = False
        self._message.object = loading(f"Reading {upload[0]} …")
        try:
            found = await asyncio.to_thread(_read_list, *upload, self._ignored)
        except InputError as error:
            if upload is self._upload:
                self._message.object = notice(
                    [f"{upload[0]} is not taken: {error.sentence}"], tone="bad"
                )
                self._on_read(None)
            return
        if upload is self._upload:  # or else a later file is being read
            self._explain(found)

    def _explain(self, found: ReadList) -> None:
        sites = found.sites
        self._report.object = _understood(found)
        self._understood.layout.visible = bool(sites.columns or sites.told)
        self._unread = tuple(sites.unread)
        self._leave_out.visible = bool(self._unread)
        if self._unread:
            self._leave_out.label = _leave_out(len(self._unread))
            self._message.object = notice(
                [
                    "Not every column is understood. Rename it, or leave it out:",
                    *_some([error.sentence for error in sites.unread.values()]),
                ],
                tone="warn",
            )
            self._on_read(None)
            return
        self._message.object = notice([self._taken(found)], tone="info") + notice(
            _doubts(found), tone="warn"
        )
        self._on_read(found)

    def _taken(self, found: ReadList) -> str:
        """Say what a list is, and where the rest of a site's figures come from."""
        sites = found.sites
        fields = listed(_field(column.path) for column in sites.columns.values())
        made_up = f" {_EXAMPLE_SAID}" if found.is_made_up else ""
        left_out = f" Left out: {listed(self._ignored)}." if self._ignored else ""
        return (
            f"{found.called}: {sites_in_words(len(sites))}.{made_up} From the list: {fields}. All "
            f"else is that of the study on this page.{left_out}"
        )


def _read_list(name: str, data: bytes, ignored: tuple[str, ...]) -> ReadList:
    sites = read_sites(data, ignored=ignored)
    if not sites.unread:
        sites.checked()
    if len(sites) > _MOST_SITES:
        rule = f"of at most {_MOST_SITES:,} sites here; the command sweep takes more"
        raise InputError("list", rule, len(sites))
    problems, n_unplaced = [], 0
    for site in sites:
        if site.problem is not None:
            problems.append(f"Line {site.line}, {site.name}: {site.problem}.")
        n_unplaced += site.latitude is None or site.longitude is None
    has_places = {"latitude", "longitude"} <= set(sites.told)
    return ReadList(
        called=name,
        digest=hashlib.sha256(data).hexdigest(),
        sites=sites,
        is_made_up=data == package_text("data", _EXAMPLE).encode(),
        problems=tuple(problems),
        n_unplaced=n_unplaced if has_places else 0,
    )


def _doubts(found: ReadList) -> list[str]:
    said = []
    if found.problems:
        count = sites_in_words(len(found.problems))
        said += [f"{count} cannot be read and will be left out:", *_some(list(found.problems))]
    if found.n_unplaced:
        said.append(f"Without a place on the map: {sites_in_words(found.n_unplaced)}.")
    return said


def _some(sentences: list[str]) -> list[str]:
    more = len(sentences) - _MOST_TOLD
    return [*sentences[:_MOST_TOLD], *([f"And {more:,} more."] if more > 0 else [])]


def _leave_out(count: int) -> str:
    return f"Leave {'this column' if count == 1 else f'these {count:,} columns'} out"


def _understood(found: ReadList) -> str:
    told = [[heading, _PLAIN[key], ""] for key, heading in found.sites.told.items()]
    fields = [
        [heading, _field(column.path), _unit(column)]
        for heading, column in found.sites.columns.items()
    ]
    return table(_READ, [*told, *fields], caption=found.called, texts=_READ)


# Headings of what was understood, and of what can be.
_READ, _FIELDS = ["Column", "Read as", "In"], ["Label", "Name", "Unit"]
_PLAIN = {"name": "Name of the site", "latitude": "Latitude", "longitude": "Longitude"}


def _field(path: str) -> str:
    name = path.rsplit(".", 1)[-1]
    return QUANTITIES[name].label if name in QUANTITIES else path


def _unit(column: Column) -> str:
    if column.factor == 1:
        return column.unit
    name = column.path.rsplit(".", 1)[-1]
    own = QUANTITIES[name].unit if name in QUANTITIES else ""
    return f"{column.unit}, times {column.factor:,g} in {own}"


def _legend() -> list[Any]:
    known = [path for path in field_paths() if path.rsplit(".", 1)[-1] in QUANTITIES]
    rows = [[_field(path), path, QUANTITIES[path.rsplit(".", 1)[-1]].unit] for path in known]
    said = (
        "A heading is a field's name or label, with its unit in brackets where it is another: "
        "Site power [MW], Load factor [%], Power price [p/kWh]. Name, latitude and longitude are "
        "carried along. What a row leaves empty is the study's own."
    )
    return [
        markup(hint(said)),
        download_button(
            "Example list (CSV)",
            _EXAMPLE,
            lambda: package_text("data", _EXAMPLE),
            width=200,
            height=34,
            margin=(0, 4),
        ),
        markup(table(_FIELDS, rows, caption="Fields of a site", texts=_FIELDS)),
    ]
