"""Workbooks, what stands in their files, and the independent engine that recalculates them."""

import datetime as dt
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

import pytest
from openpyxl import load_workbook

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.reports.run_record import record_of_study
from hydro_mining.reports.workbook import workbook
from hydro_mining.reports.workbook.pages import serial

CREATED_AT = dt.datetime(2026, 11, 21, 19, 21, tzinfo=dt.UTC)
_LONGEST_S = 1200  # a machine shared with others
# LibreOffice computes every formula anew when it opens a file, whatever the file says.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v>([^<]*)</v></c>')


@cache
def exported(study: StudyInputs, code: str = "GBP") -> bytes:
    """Return the workbook of a study file's record in a currency, made once."""
    record = replace(record_of_study(study, now=CREATED_AT), version="1.2.3", currency=code)
    currencies = record.snapshot.currencies(study.network.usd_to_gbp)
    return workbook(evaluate(study), record, currencies[code])


def _sheets(data: bytes) -> dict[str, str]:
    """Return the part that each sheet is written in; XlsxWriter counts them in their order."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = re.findall(r'<sheet name="([^"]*)"', parts.read("xl/workbook.xml").decode())
    return {name: f"xl/worksheets/sheet{i}.xml" for i, name in enumerate(names, start=1)}


def stored(data: bytes) -> dict[tuple[str, str], tuple[str, Any]]:
    """Return formula and stored figure of every cell that has a formula, by sheet and cell.

    The figure is None where nothing is stored.
    """
    found: dict[tuple[str, str], tuple[str, Any]] = {}
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for name, part in _sheets(data).items():
            for place, kind, formula, text in _FORMULA.findall(parts.read(part).decode()):
                value: Any = unescape(text) or None
                if value is not None and 't="str"' not in kind:
                    value = bool(int(text)) if 't="b"' in kind else float(text)
                found[name, place] = unescape(formula), value
    return found


def type_in(data: bytes, typed: Mapping[str, Any], path: Path) -> None:
    """Save the file with new inputs and without any stored figure of a formula.

    Nothing but the arithmetic of who opens it can then agree with anything.
    """
    with zipfile.ZipFile(BytesIO(data)) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    names = texts["xl/workbook.xml"].decode()
    sheets = _sheets(data)
    for name, value in typed.items():
        defined = rf"<definedName name=\"{name}\">'?([^'!]*)'?!\$([A-Z]+)\$([0-9]+)<"
        place = re.search(defined, names)
        assert place is not None, name
        sheet, cell = sheets[place[1]], place[2] + place[3]
        changed, times = re.subn(
            rf'<c r="{cell}"( s="[0-9]+")[^>]*?(?:/>|>.*?</c>)',
            lambda match, v=value, c=cell: f'<c r="{c}"{match[1]}{_written(v)}</c>',
            texts[sheet].decode(),
        )
        assert times == 1, name
        texts[sheet] = changed.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in texts.items():
            is_sheet = name in sheets.values()
            parts.writestr(name, _without_figures(text.decode()) if is_sheet else text)


def _without_figures(sheet: str) -> str:
    return _FORMULA.sub(r'<c r="\1"\2><f>\3</f></c>', sheet)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return f' t="inlineStr"><is><t>{escape(value)}</t></is>'
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v>'
    return f"><v>{serial(value) if isinstance(value, dt.date) else repr(value)}</v>"


def soffice() -> str:
    """Return LibreOffice's command; without it skip, except under CI."""
    command = shutil.which("soffice")
    if command is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs LibreOffice: apt-get install libreoffice-calc-nogui")
        pytest.skip("no LibreOffice on this machine")
    return command


def recalculated(files: Iterable[Path], folder: Path) -> list[Path]:
    """Recalculate files, all in one run of LibreOffice with a profile of its own."""
    files, command = list(files), soffice()
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    conversion = ["--convert-to", "xlsx", "--outdir", str(out), *map(str, files)]
    subprocess.run(
        [command, *options, *conversion], check=True, capture_output=True, timeout=_LONGEST_S
    )
    return [out / path.name for path in files]


class Sheet:
    """A workbook as a reader has it: figures by the names of their cells."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path, data_only=True)

    def figure(self, name: str):
        """Return the figure of a named cell; an empty text is None."""
        (sheet, cell), *_ = self.book.defined_names[name].destinations
        value = self.book[sheet][cell].value
        return None if value == "" else value

    def checks(self) -> dict[tuple[str, str | None, int | None], tuple]:
        """Return (product's figure, workbook's, verdict) by name, scenario and year."""
        rows = self.book["Checks"].iter_rows(min_row=5, values_only=True)
        return {
            (row[8], row[1], row[2]): tuple(
                None if v == "" else v for v in (row[4], row[5], row[7])
            )
            for row in rows
        }

    def errors(self) -> list[str]:
        """Return the cells that hold an error value."""
        return [
            f"{sheet.title}!{cell.coordinate}: {cell.value}"
            for sheet in self.book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "e"
        ]
