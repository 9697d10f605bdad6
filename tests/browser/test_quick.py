"""What one visitor asks for leaves the others no long wait."""

from playwright.sync_api import expect
from waiting import waits_of

# [ms]. On a quiet machine nobody waits for 100; tests share theirs with others.
PATIENCE_MS = 5_000
HEAVY_MS = 90_000


def test_a_report_is_made_while_others_are_answered(dashboard, served):
    """The spreadsheet comes from a process of its own."""
    dashboard.screen("Data & proof")
    with waits_of(served) as waits, dashboard.page.expect_download(timeout=HEAVY_MS) as download:
        dashboard.page.get_by_role("button", name="Spreadsheet (xlsx)").click()
        expect(dashboard.page.get_by_text("Making it: Spreadsheet")).to_be_visible()
    assert download.value.suggested_filename == "hydro-mining.xlsx"
    expect(dashboard.page.get_by_text("Making it: Spreadsheet")).to_have_count(0)
    assert waits.longest_ms < PATIENCE_MS
