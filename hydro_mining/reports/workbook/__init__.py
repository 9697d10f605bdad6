"""A study as a spreadsheet whose formulas reproduce the model."""

from hydro_mining.reports.workbook.build import workbook

__all__ = ["workbook"]
