"""Many sites at once: a list or a grid over one study, on one machine or a cluster."""

from hydro_mining.sweeps.results import COLUMNS
from hydro_mining.sweeps.sites import Site, grid_of, read_sites
from hydro_mining.sweeps.work import sweep

__all__ = ["COLUMNS", "Site", "grid_of", "read_sites", "sweep"]
