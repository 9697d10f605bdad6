"""Published figures and their verdicts: the list as it stands, and what a change would do."""

import dataclasses
import json

import pytest

from hydro_mining.cli import main
from hydro_mining.proof import PublishedFigure, Verdict, check_published, published_figures
from hydro_mining.proof import published as module
from hydro_mining.proof.computations import COMPUTATIONS

FIGURES = published_figures()


def listed(figure: PublishedFigure, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    """Return the verdict of a list with one figure."""
    monkeypatch.setattr(module, "published_figures", lambda: (figure,))
    return check_published().checks[0].verdict


def test_every_figure_is_what_the_list_says_of_it() -> None:
    """Reproduced within the published digits, or wrong at its source and the right one is met."""
    proof = check_published()
    assert [(check.figure.id, check.figure.what) for check in proof.changed] == []
    assert proof.counts[Verdict.REPRODUCED] + proof.counts[Verdict.SOURCE_IN_ERROR] >= 100
    assert proof.counts[Verdict.DIFFERS] == 0


def test_what_can_be_compared_comes_first() -> None:
    """Each verdict stands together, and what is not computed here last."""
    verdicts = [check.verdict for check in check_published().checks]
    order = list(dict.fromkeys(verdicts))
    assert order == [Verdict.REPRODUCED, Verdict.SOURCE_IN_ERROR, Verdict.NOT_COMPUTED]
    assert verdicts == sorted(verdicts, key=order.index)


def test_each_figure_has_its_facts() -> None:
    """Who said it; why it is wrong or not computed; and all computations are used."""
    for figure in FIGURES:
        assert (figure.by is None) == (figure.source == ""), figure
        explained = figure.by is None or figure.right is not None
        assert bool(figure.why) == explained, figure
    assert {figure.by for figure in FIGURES if figure.by} == set(COMPUTATIONS)
    names = [(figure.id, figure.what) for figure in FIGURES]
    assert len(set(names)) == len(names)


BLOCK = PublishedFigure(
    id="T", what="w", published=3.0, within=0.01, by="flow_exceeded", inputs={}, source="s"
)


@pytest.mark.parametrize(
    ("flows", "right", "verdict"),
    [
        ([3.005], None, Verdict.REPRODUCED),
        ([3.02], None, Verdict.DIFFERS),
        ([3.02], 3.02, Verdict.SOURCE_IN_ERROR),
        ([3.04], 3.02, Verdict.DIFFERS),
        ([3.0], 3.5, Verdict.REPRODUCED),  # the source is right after all: the verdict has changed
    ],
)
def test_verdicts(
    flows: list[float], right: float | None, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within the digits of what was published, or of what is right instead, or neither."""
    inputs = {"flows": flows, "exceedance": 0.5}
    figure = dataclasses.replace(BLOCK, inputs=inputs, right=right, why="")
    assert listed(figure, monkeypatch) is verdict


def test_no_figure_is_only_no_figure() -> None:
    """A rate that does not exist is no rate of 0."""
    nothing = dataclasses.replace(BLOCK, published=None)
    assert nothing.allows(None, None)
    assert not nothing.allows(0.0, None)
    assert not BLOCK.allows(None, 3.0)


def test_the_command_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    """A table with the count below, or JSON; exit 0 while nothing has changed."""
    assert main(["proof"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "17.35" in printed.out
    assert "18.02947372" in printed.out
    assert printed.out.splitlines()[-1].startswith("142 published figures computed again: 134 ")
    assert main(["proof", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["figures"]) == len(FIGURES)
    assert document["counts"]["source in error"] == 8
    (scot,) = (row for row in document["figures"] if row["case"] == "REV-02")
    assert scot["difference"] == pytest.approx(18.02947372198105 - 17.35)


def test_a_changed_verdict_is_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line a figure, and exit 1."""
    wrong = dataclasses.replace(BLOCK, inputs={"flows": [9.0], "exceedance": 0.5})
    monkeypatch.setattr(module, "published_figures", lambda: (wrong,))
    assert main(["proof"]) == 1
    assert capsys.readouterr().err == "hydro-mining: T, w: reproduced before, differs now\n"
