"""Many sites at once: a list or a grid over one study, on one machine or a cluster."""

from hydro_mining.sweeps.work import sweep

__all__ = ["sweep"]
