"""The dashboard with the turns of its event loop timed, to be served by ``screen_turns.py``."""

import panel as pn
from loop_turns import loop_turns

from hydro_mining.app import dashboard, default_study

pn.state.as_cached("turns", loop_turns)
pn.extension("filedropper")
dashboard(default_study()).servable()
