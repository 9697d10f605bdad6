"""Time of ``hydro-mining evaluate`` as a process, from start to exit.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/evaluate_process.py

The command is run 15 times on a study of one machine and on one of 30 machines and three
scenarios, beside a Python that does nothing and one that imports numpy, which is what no
command can be faster than.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RUNS = 15
ROOT = Path(__file__).parents[1]


def document(*, machines: int, scenarios: int) -> dict[str, Any]:
    """Return a study as JSON has it."""
    return {
        "network": {
            "as_of": "2026-10-10T00:00:00Z",
            "btc_price_usd": 82826,
            "difficulty": 132716002350731,
            "block_height": 970748,
            "usd_to_gbp": 0.75,
            "fees_btc_per_block": 0.0194,
        },
        "site": {
            "site_power_kw": 1000,
            "load_factor": 0.9,
            "power_price_gbp_per_kwh": 0.045,
        },
        "miners": [
            {
                "name": f"Machine {i}",
                "hashrate_ths": 150 + 12 * i,
                "power_w": 3300 + 40 * i,
                "price_gbp": 900 + 150 * i,
            }
            for i in range(machines)
        ],
        "finance": {"years": 10, "discount_rate_per_year": 0.1},
        "scenarios": [
            {"name": f"Scenario {i}", "btc_price_growth_per_year": 0.1 * i}
            for i in range(scenarios)
        ],
    }


def median_ms(arguments: list[str]) -> float:
    """Return the median time [ms] of a Python process; the first run does not count."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment
        )
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[1:])


def main() -> None:
    """Print a row for each process."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.json"), Path(folder, "large.json")
        small.write_text(json.dumps(document(machines=1, scenarios=1)), "utf-8")
        large.write_text(json.dumps(document(machines=30, scenarios=3)), "utf-8")
        evaluate = ["-m", "hydro_mining", "evaluate"]
        rows = {
            "python -c pass": ["-c", "pass"],
            "python -c 'import numpy'": ["-c", "import numpy"],
            "evaluate, 1 machine, 1 scenario": [*evaluate, str(small)],
            "evaluate, 30 machines, 3 scenarios": [*evaluate, str(large)],
        }
        print(f"{'process':<38}{'median ms':>12}{'runs':>8}")
        for label, arguments in rows.items():
            print(f"{label:<38}{median_ms(arguments):>12.0f}{RUNS:>8}")


if __name__ == "__main__":
    main()
