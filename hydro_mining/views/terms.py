"""The field's words, each explained in a sentence for where it stands."""

HASHPRICE = (
    "Hashprice is what machines of 1 PH/s together (1,000 TH/s, some five of today's) earn in a "
    "day, before the pool's fee."
)
TERAHASH = (
    "TH/s, a terahash a second, is a trillion tries a second at finding a block: it measures what "
    "a machine can do."
)
DIFFICULTY = (
    "Difficulty is how hard a block is to find. The network sets it anew every 2,016 blocks, some "
    "two weeks, so that one is found every ten minutes however many mine."
)
HALVING = (
    "At a halving, every 210,000 blocks or some four years, a block holds half the new bitcoin of "
    "before, and a machine earns little more than half."
)
