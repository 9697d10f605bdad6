"""The look of the controls, and what the components' library leaves out for some readers."""

from typing import Any

__all__ = ["THEME"]

_FOCUS = {"outline": "2px solid currentColor", "outlineOffset": "-2px"}
_FOCUSED = {"&.Mui-focusVisible": _FOCUS}

THEME: dict[str, Any] = {
    "palette": {"primary": {"main": "#0b5c6b"}, "secondary": {"main": "#c77700"}},
    "shape": {"borderRadius": 8},
    "typography": {"button": {"textTransform": "none", "fontSize": "0.95rem"}},
    "components": {
        # The page's own name is its first heading; the frame's empty lines are none.
        "MuiTypography": {"defaultProps": {"variantMapping": {"h3": "h1", "h5": "div"}}},
        # What a tooltip says stands in a title, which an element without a role may have.
        "MuiTooltip": {"defaultProps": {"describeChild": True}},
        # The bar of the page's frame, which is never to be seen here.
        "MuiLinearProgress": {"defaultProps": {"aria-hidden": True}},
        # Who goes by the keyboard sees where they are; a ripple alone is too faint.
        "MuiButtonBase": {"styleOverrides": {"root": _FOCUSED}},
        "MuiSlider": {
            "styleOverrides": {"thumb": {"&.Mui-focusVisible": _FOCUS | {"outlineOffset": "2px"}}}
        },
    },
}
