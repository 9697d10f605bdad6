"""A study as two A4 pages for a board, in the PDF format, made without a browser."""

from hydro_mining.reports.board_paper.paper import board_paper

__all__ = ["board_paper"]
