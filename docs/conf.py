"""How the documentation is built: ``sphinx-build -W docs docs/_build``."""

project = "hydro_mining"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "hydro_mining"
# No fonts, scripts or pictures of other servers: the pages open without internet.
html_show_sphinx = False
html_show_copyright = False
myst_heading_anchors = 3
