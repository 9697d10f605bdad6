"""The kinds of charts that the example has on each screen, drawn for the product to come with.

    python -m hydro_mining.app.chart_kinds > data/chart_kinds.json

after a change of a chart or of the libraries that draw them.
"""

import sys

from hydro_mining.app import Dashboard, new_case
from hydro_mining.app.hydro.made_up import made_up_plan
from hydro_mining.app.screens import SCREENS
from hydro_mining.imports.bundled import site_presets
from hydro_mining.views.plot_kinds import drawn_kinds
from hydro_mining.views.stored_kinds import kinds_text


def chart_kinds() -> str:
    """Return the text of the kinds' file, each drawn now."""
    with drawn_kinds() as drawn:
        for has_plan in (False, True):
            case = new_case()
            if has_plan:
                hydro, market = made_up_plan(case)
                case.study.plan.param.update(hydro=hydro, market=market)
            page = Dashboard(case, presets=site_presets())
            for screen in SCREENS:
                page.open_key = screen.key
            case.is_closed = True
    return kinds_text(drawn)


if __name__ == "__main__":
    sys.stdout.write(chart_kinds())
