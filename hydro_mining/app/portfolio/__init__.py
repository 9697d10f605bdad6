"""The Portfolio screen."""

from hydro_mining.app.portfolio.screen import PortfolioScreen

__all__ = ["PortfolioScreen"]
