"""Telling what a reader entered from what the page wrote into an entry itself."""


class Following:
    """True within its ``with``: what an entry says then is the page's own, and nobody's entry."""

    def __init__(self) -> None:
        self._is_on = False

    def __bool__(self) -> bool:
        """Whether an entry is being brought up to date."""
        return self._is_on

    def __enter__(self) -> None:
        """Begin to write."""
        self._is_on = True

    def __exit__(self, *_: object) -> None:
        """Hear of entries again."""
        self._is_on = False
