"""``hydro-mining proof``: published figures beside what this product gives for them."""

import argparse

from hydro_mining.cli.output import print_json, print_line, print_table, say
from hydro_mining.economics.tables import plain
from hydro_mining.proof import PUBLISHED_HEADINGS, Verdict, check_published

_CHANGED = 1


def run(options: argparse.Namespace) -> int:
    """Print every published figure; the exit status is 1 if a verdict has changed."""
    proof = check_published()
    if options.json:
        rows = proof.to_frame().reset_index().to_dict("records")
        counts = {verdict.value: proof.counts[verdict] for verdict in Verdict}
        print_json({"counts": counts, "figures": plain(rows)})
    else:
        print_table(PUBLISHED_HEADINGS, proof.texts())
        print_line()
        print_line(proof.summary)
    for check in proof.changed:
        figure = check.figure
        say(f"{figure.id}, {figure.what}: {figure.stated_verdict} before, {check.verdict} now")
    return _CHANGED if proof.changed else 0
