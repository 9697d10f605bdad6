"""Another currency as a person chooses it."""

import csv
import io

from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.quantities import formatted

# The built-in rates: 0.87138 euros and £0.75 for a dollar.
EUROS_PER_POUND = 0.87138 / 0.75


def test_figures_are_shown_in_euros_and_in_pounds_again(dashboard):
    """Cards of both screens are the core's pounds times the rate, which is told with its date.

    In euros again a power price is entered in cent; the study has pounds.
    """
    study = default_study()
    profit = study.result.site.site_gross_profit_per_day
    expect(dashboard.figure("site_gross_profit_per_day")).to_have_text(f"£{profit:,.0f}")
    dashboard.choose("Show money in", "EUR")
    expect(dashboard.figure("site_gross_profit_per_day")).to_have_text(
        f"€{profit * EUROS_PER_POUND:,.0f}"
    )
    expect(
        dashboard.page.get_by_text(
            "Shown and entered in EUR: 1.162 EUR for £1, from the rates of 13 Mar 2026"
        )
    ).to_be_visible()
    dashboard.screen("Scenarios")
    for name, scenario in study.result.scenarios.items():
        loss = -scenario.npv_gbp * EUROS_PER_POUND
        expect(dashboard.figure(f"npv_gbp:{name}")).to_have_text(f"−€{loss:,.0f}")
    dashboard.choose("Show money in", "GBP")
    npv = study.result.scenarios["Base"].npv_gbp
    expect(dashboard.figure("npv_gbp:Base")).to_have_text(formatted("npv_gbp", npv))
    dashboard.screen("Overview")
    expect(dashboard.figure("site_gross_profit_per_day")).to_have_text(f"£{profit:,.0f}")
    assert_entries_and_downloads_follow(dashboard)


def assert_entries_and_downloads_follow(dashboard):
    """Assert that a power price in cent is the study's in pounds, and a CSV names euros."""
    dashboard.choose("Show money in", "EUR")
    expect(dashboard.figure("site_power_cost_per_day")).to_contain_text("€")
    dashboard.enter("Power price", "3.5")
    study = default_study()
    study.site.power_price_gbp_per_kwh = 0.035 / EUROS_PER_POUND
    cost = study.result.site.site_power_cost_per_day
    expect(dashboard.figure("site_power_cost_per_day")).to_have_text(
        f"€{cost * EUROS_PER_POUND:,.0f}"
    )
    expect(dashboard.page.get_by_role("textbox", name="Power price [cent/kWh]")).to_have_value(
        "3.5"
    )
    # The CSV of the table that is seen names euros and holds them in full.
    with dashboard.page.expect_download() as download:
        dashboard.page.get_by_role("button", name="Download CSV").nth(1).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    assert [float(row["Price [€]"]) for row in rows] == [
        miner.price_gbp * EUROS_PER_POUND for miner in study.result.study.miners
    ]
