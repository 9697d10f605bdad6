"""What turns the colours of charts in a browser."""

import json

from hydro_mining.package_files import package_text
from hydro_mining.views.colors import ON_DARK


def turning_script() -> str:
    """Return the script with ``turnDark`` and ``turnLight``, for the models of charts."""
    colors = f"const ON_DARK = {json.dumps(ON_DARK)}\n"
    return colors + package_text("assets", "chart_theme.js")
