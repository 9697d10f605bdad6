"""Published figures, computed again by this product's own functions."""

from hydro_mining.proof.published import (
    PUBLISHED_HEADINGS,
    Check,
    Proof,
    PublishedFigure,
    Verdict,
    check_published,
    published_figures,
)

__all__ = [
    "PUBLISHED_HEADINGS",
    "Check",
    "Proof",
    "PublishedFigure",
    "Verdict",
    "check_published",
    "published_figures",
]
