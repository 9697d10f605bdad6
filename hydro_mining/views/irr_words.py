"""The IRR as one would say it, or why there is none."""

from hydro_mining.economics.returns import Returns
from hydro_mining.quantities import formatted

_REASONS = {
    "no investment": "nothing is put in",
    "no sign change": "it never earns back",
    "no real root": "no rate brings its value to zero",
}


def irr_in_words(returns: Returns) -> str:
    """Return the IRR; where there is none why, and where there are several all of them."""
    if returns.irr is not None:
        return formatted("irr", returns.irr)
    if len(returns.irr_roots) > 1:
        return f"several: {', '.join(formatted('irr', root) for root in returns.irr_roots)}"
    note = returns.irr_note or ""
    return f"none, since {_REASONS.get(note, note)}"
