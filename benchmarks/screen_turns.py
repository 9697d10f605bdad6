"""How long the server's event loop is taken at once by the opening of each screen, and by a slider.

    .venv/bin/python benchmarks/screen_turns.py [--plan] [SCREEN ...]

A new server's first page opens the screens one after the other, then a second page does; at each
the slider of the power price moves twelve steps, with a plan that of cooling and losses. Times are
those of the loop's own thread on the processor: the longest turns, and all of 5 ms or more added
up. No browser takes part.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from raw_page import RawPage
from serving import served_notebook

_HERE = Path(__file__).parent
# By whether there is a plan, which knows no power price: a slider that moves figures, and its step.
_SLIDERS = {False: ("Power price", 0.1), True: ("Cooling and losses", 0.5)}
_STEPS, _PAUSE_S = 12, 0.15
# No long turn for so long: the screen stands.
_QUIET_S, _PATIENCE_S = 2.5, 60.0
_SHOWN = 5


def main() -> None:
    """Print the longest turns, a row a screen and page."""
    arguments = sys.argv[1:]
    has_plan = "--plan" in arguments
    wanted = [one for one in arguments if one != "--plan"]
    with tempfile.TemporaryDirectory() as folder:
        turns = Path(folder) / "turns"
        turns.touch()
        settings = {"LOOP_TURNS": str(turns), "PYTHONPATH": str(_HERE)}
        settings |= {"WITH_PLAN": "1"} if has_plan else {}
        with served_notebook(_HERE / "turns_dashboard.py", **settings) as served:
            asyncio.run(_visits(served.url, turns, wanted, has_plan=has_plan))


async def _visits(url: str, turns: Path, wanted: list[str], *, has_plan: bool) -> None:
    for visit in ("first page", "second page"):
        with _reported(turns, f"{visit}: load"):
            page = await RawPage.opened(url)
            following = asyncio.create_task(page.follow())
            await _settled(turns)
        tabs = next(one for one in page.models("TitledTabs1"))
        for place, name in enumerate(tabs["attributes"]["_names"]):
            if wanted and name not in wanted:
                continue
            with _reported(turns, f"{visit}: {name}"):
                await page.set(tabs["id"], "active", place)
                await _settled(turns)
            with _reported(turns, f"{visit}: {name}, slider"):
                await _moved(page, *_SLIDERS[has_plan])
                await _settled(turns)
        if following.done():
            following.result()  # what stands below the windows was not asked for
        following.cancel()
        page.close()


async def _moved(page: RawPage, label: str, step: float) -> None:
    slider = next(
        one
        for one in page.models("FloatSlider1")
        if one["attributes"].get("label", "").startswith(label)
    )
    value = slider["attributes"]["value"]
    for i in range(_STEPS):
        value += -step if i % 3 else step
        await page.set(slider["id"], "value", value)
        await asyncio.sleep(_PAUSE_S * (8 if i % 4 == 3 else 1))  # noqa: PLR2004


async def _settled(turns: Path) -> None:
    """Wait until no long turn has come for a while."""
    until = time.monotonic() + _PATIENCE_S
    size, since = -1, time.monotonic()
    while time.monotonic() < min(until, since + _QUIET_S):
        await asyncio.sleep(0.1)
        now = _size(turns)
        if now != size:
            size, since = now, time.monotonic()


def _size(turns: Path) -> int:
    return turns.stat().st_size


@contextmanager
def _reported(turns: Path, label: str) -> Iterator[None]:
    """Print the turns of what is done inside."""
    since = time.time()
    yield
    lines = [line.split() for line in turns.read_text().splitlines()]
    took = sorted((float(ms) for at, ms in lines if float(at) >= since), reverse=True)
    longest = " ".join(f"{ms:.0f}" for ms in took[:_SHOWN])
    print(f"{label:<36} longest turns [ms] {longest:<24} all {sum(took):.0f}", flush=True)


if __name__ == "__main__":
    main()
