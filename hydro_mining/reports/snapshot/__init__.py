"""A study as one page that needs neither Python nor a network."""

from hydro_mining.reports.snapshot.page import snapshot_html

__all__ = ["snapshot_html"]
