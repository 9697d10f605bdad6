"""What the page is for, in the plain words that the notebook opens with."""

from hydro_mining.views.markup import lead_paragraph, screen_title, sentence

_OPENING = (
    "You have water and a generator. Which mining machine would pay, how many, and what would they "
    "leave you over the years?"
)
# assets/guide.html hears its press.
_GUIDE = '<button type="button" class="hm-guide-open">Guide</button>'
_ABOUT = (
    "You have water and a generator. This page says which mining machine to buy, how many the "
    "site runs, what that earns a day, and what your scenarios of the future do to the money over "
    "the years.",
    "Enter the site's power, its load factor (the average share of that power that the water "
    "delivers) and the power price (what a kWh costs, or would have earned if exported). The "
    "figures follow from the Bitcoin network's difficulty and price, each shown with its date. "
    "“How these figures were computed” goes through the arithmetic with its values.",
)


def opening(*, has_guide: bool = False) -> str:
    """Return the question that the page answers, for its header, and the way to its guide."""
    return f'<div class="hm-opening"><p>{sentence(_OPENING)}</p>{_GUIDE * has_guide}</div>'


def about_the_page() -> str:
    """Return what the page does and what to enter."""
    return screen_title("What this page does") + "".join(map(lead_paragraph, _ABOUT))
