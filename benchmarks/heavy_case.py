"""How long others wait while a visitor opens the heaviest legal case, and while a report is made.

    .venv/bin/python benchmarks/heavy_case.py

The case has 100 scenarios of 50 years, in a link of some 2 kB. The others are small requests, one
after the other; a server that does nothing else answers one within some 2 ms.
"""

import dataclasses
import datetime as dt

from serving import opened_browser, served_notebook
from waiting import waits_of

from hydro_mining.economics import Scenario, evaluate
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network, default_study_inputs
from hydro_mining.reports.link import case_text
from hydro_mining.reports.run_record import new_record

_SCENARIOS, _YEARS = 100, 50
_PATIENCE_MS = 120_000


def heavy_link() -> str:
    """Return the fragment of an address that opens the case."""
    study = default_study_inputs()
    names = ["Base", *(f"Case {i}" for i in range(2, _SCENARIOS + 1))]
    study = dataclasses.replace(
        study,
        finance=dataclasses.replace(study.finance, years=_YEARS),
        scenarios=tuple(Scenario(name=name) for name in names),
    )
    record = new_record(
        evaluate(study),
        entries=bundled_catalogue(),
        snapshot=bundled_network(),
        created_at=dt.datetime.now(tz=dt.UTC),
    )
    return f"#case={case_text(record)}"


def main() -> None:
    """Print the longest waits."""
    link = heavy_link()
    with served_notebook() as served, opened_browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(_PATIENCE_MS)
        with waits_of(served) as opening:
            page.goto(f"{served.url}{link}")
            page.get_by_text("From a link").wait_for()
        with waits_of(served) as scenarios:
            page.get_by_role("tab", name="Scenarios").click()
            page.locator(".bk-Figure:visible").nth(1).wait_for()
        page.get_by_role("tab", name="Data & proof").click()
        button = page.get_by_role("button", name="Spreadsheet (xlsx)")
        button.wait_for()
        with waits_of(served) as report, page.expect_download():
            button.click()
    print(f"link of {len(link) / 1e3:.1f} kB, {_SCENARIOS} scenarios x {_YEARS} years")
    for name, waits in (
        ("opening it", opening),
        ("its Scenarios", scenarios),
        ("its spreadsheet", report),
    ):
        print(f"{name:<16} others waited {waits.longest_ms:4.0f} ms at most")


if __name__ == "__main__":
    main()
