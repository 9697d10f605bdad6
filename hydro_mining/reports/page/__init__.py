"""A study as one page that needs neither Python nor a network."""

from hydro_mining.reports.page.report import report_page

__all__ = ["report_page"]
