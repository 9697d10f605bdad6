"""Files that are there whole, or as they were."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.reports.files import write_whole


@pytest.fixture
def umask() -> Iterator[None]:
    """Let a new file be read by its group, and nobody else, for the length of a test."""
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Return a file's permissions."""
    return path.stat().st_mode & 0o777


def refused(name: str) -> str:
    """Return the line that says why a file cannot be written."""
    with pytest.raises(InputError) as caught:
        write_whole("report", name, b"new")
    said = str(caught.value)
    assert said.startswith("report must be a file that can be written; got ")
    assert said.isprintable()
    return said


def test_a_new_file_is_written(tmp_path: Path) -> None:
    """The file holds the data, and nothing else is in its folder."""
    write_whole("report", str(tmp_path / "a.json"), b"new\r\n\0")
    assert (tmp_path / "a.json").read_bytes() == b"new\r\n\0"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_name_without_a_folder_is_of_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative name means what it means to any other command."""
    monkeypatch.chdir(tmp_path)
    write_whole("report", "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_an_old_file_is_replaced_at_once(tmp_path: Path) -> None:
    """Who has the old file open reads it to its end: the new one is another file."""
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with path.open("rb") as still_open:
        write_whole("report", str(path), b"something new")
        assert still_open.read() == b"old"
    assert path.read_bytes() == b"something new"
    assert [found.name for found in tmp_path.iterdir()] == ["a.json"]


def test_the_old_file_stands_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the data are on the disk under another name, the old file is there yet."""
    path, seen = tmp_path / "a.json", []
    path.write_bytes(b"old")

    def synced(_: int) -> None:
        (temporary,) = (other for other in tmp_path.iterdir() if other != path)
        seen.append((path.read_bytes(), temporary.read_bytes()))

    monkeypatch.setattr(os, "fsync", synced)
    write_whole("report", str(path), b"new")
    assert seen == [(b"old", b"new")]
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o755, 0o444], ids=oct)
def test_the_permissions_stay(permissions: int, tmp_path: Path) -> None:
    """A file that was private is private after it is replaced."""
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    path.chmod(permissions)
    write_whole("report", str(path), b"new")
    assert (mode(path), path.read_bytes()) == (permissions, b"new")


@pytest.mark.usefixtures("umask")
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    """The umask decides, 666 less 027 is 640, and is as it was afterwards."""
    write_whole("report", str(tmp_path / "a.json"), b"new")
    assert mode(tmp_path / "a.json") == 0o640
    assert os.umask(0o027) == 0o027


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file that a symbolic link means is replaced, and the link stays a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.json").write_bytes(b"old")
    link = tmp_path / "link.json"
    link.symlink_to(Path("real", "a.json"))
    write_whole("report", str(link), b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.json").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.json", "link.json", "real"]


def test_a_link_to_nothing_yet_is_followed(tmp_path: Path) -> None:
    """A link to a file that is not there makes that file."""
    (tmp_path / "link.json").symlink_to(tmp_path / "a.json")
    write_whole("report", str(tmp_path / "link.json"), b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    """Links to each other are no file."""
    (tmp_path / "a.json").symlink_to(tmp_path / "b.json")
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    refused(str(tmp_path / "a.json"))
    assert (tmp_path / "a.json").is_symlink()


@pytest.mark.parametrize("fault", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("is_there", [True, False], ids=["old file", "no file"])
def test_a_full_disk_changes_nothing(
    fault: str, is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step fails, the old file is as it was and no temporary stays behind."""
    path = tmp_path / "a.json"
    if is_there:
        path.write_bytes(b"old")

    def fails(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if fault == "fsync" else Path, fault, fails)
    assert f"{os.strerror(errno.ENOSPC)}: " in refused(str(path))
    assert [found.name for found in tmp_path.iterdir()] == (["a.json"] if is_there else [])
    assert not is_there or path.read_bytes() == b"old"


def test_an_interruption_leaves_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C goes on its way, and the folder is as it was."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole("report", str(tmp_path / "a.json"), b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("folder", os.strerror(errno.EISDIR), id="folder"),
        pytest.param("missing/a.json", os.strerror(errno.ENOENT), id="missing folder"),
        pytest.param("file/a.json", os.strerror(errno.ENOTDIR), id="file as a folder"),
        pytest.param("a\0b.json", "null", id="NUL"),
        pytest.param("x" * 300, os.strerror(errno.ENAMETOOLONG), id="too long"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused(
    name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names the argument and the reason, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"old")
    assert reason in refused(name)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_long_name_that_is_legal_is_written(tmp_path: Path) -> None:
    """A name of 255 characters, the most that a file system takes, is one."""
    name = "x" * 250 + ".json"
    write_whole("report", str(tmp_path / name), b"new")
    assert (tmp_path / name).read_bytes() == b"new"
