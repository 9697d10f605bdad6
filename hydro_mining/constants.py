"""Fixed quantities of the Bitcoin protocol and of the calendar the product uses."""

# Bitcoin consensus rules (Bitcoin Core, validation.cpp GetBlockSubsidy and chainparams.cpp).
SATOSHI_PER_BTC = 100_000_000
FIRST_BLOCK_SUBSIDY_SAT = 5_000_000_000
BLOCKS_PER_HALVING = 210_000
BLOCKS_PER_DIFFICULTY_CHANGE = 2_016
# 5e9 sat halves to zero after 33 right shifts (2**33 > 5e9), so at 33 * 210,000.
FIRST_HEIGHT_WITHOUT_SUBSIDY = 33 * BLOCKS_PER_HALVING
SECONDS_PER_BLOCK = 600
# Expected hashes per unit of difficulty: 2**256 / (0xFFFF * 2**208), by convention 2**32.
# A float, since providers give difficulty as an integer and the product exceeds 64 bits.
HASHES_PER_DIFFICULTY = 2.0**32

SECONDS_PER_DAY = 86_400
HOURS_PER_DAY = 24
BLOCKS_PER_DAY = SECONDS_PER_DAY // SECONDS_PER_BLOCK
# Project years run from go-live and have 365 days each, for revenue and for cost alike.
DAYS_PER_PROJECT_YEAR = 365
MONTHS_PER_YEAR = 12

HASHES_PER_TERAHASH = 1e12
TH_PER_PH = 1_000
WATTS_PER_KILOWATT = 1_000
KW_PER_MW = 1_000
KWH_PER_MWH = 1_000

# As hydropower textbooks have it; standard gravity is 9.80665.
GRAVITY_M_S2 = 9.81
