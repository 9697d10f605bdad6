"""Workbooks, and the independent engine that recalculates them."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.reports.workbook import workbook

CREATED_AT = dt.datetime(2026, 11, 21, 19, 21, tzinfo=dt.UTC)
_LONGEST_S = 240
# LibreOffice computes every formula anew when it opens a file, whatever the file says.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def exported(study: StudyInputs) -> bytes:
    """Return the workbook of a study with the built-in network's sources."""
    return workbook(
        evaluate(study), snapshot=bundled_network(), created_at=CREATED_AT, version="1.2.3"
    )


def soffice() -> str:
    """Return LibreOffice's command; without it skip, except under CI."""
    command = shutil.which("soffice")
    if command is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs LibreOffice: apt-get install libreoffice-calc-nogui")
        pytest.skip("no LibreOffice on this machine")
    return command


def recalculated(files: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """Recalculate files, all in one run of LibreOffice with a profile of its own."""
    command = soffice()
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    conversion = ["--convert-to", "xlsx", "--outdir", str(out), *map(str, files.values())]
    subprocess.run(
        [command, *options, *conversion], check=True, capture_output=True, timeout=_LONGEST_S
    )
    return {name: out / path.name for name, path in files.items()}


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
