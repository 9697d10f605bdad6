"""Short ways for what Bokeh, Param and Panel do again and again for each model of each page.

A short way leads where the long one does: what a model holds and a browser is sent stays as it is.
"""

from hydro_mining.app.quick.components import quicken_components
from hydro_mining.app.quick.models import quicken_models
from hydro_mining.app.quick.resources import quicken_resources
from hydro_mining.app.quick.scripts import quicken_scripts
from hydro_mining.app.quick.sending import quicken_sending
from hydro_mining.app.quick.writing import quicken_writing

__all__ = ["quicken"]


def quicken() -> None:
    """Take the short ways in this process from now on."""
    quicken_models()
    quicken_writing()
    quicken_components()
    quicken_scripts()
    quicken_resources()
    quicken_sending()
