"""The look of the controls, light and dark, and what their library leaves out for some readers."""

from typing import Any

from hydro_mining.package_files import package_text
from hydro_mining.views import colors
from hydro_mining.views.colors import AMBER, INK, ON_DARK, PAPER, TEXT
from hydro_mining.views.turning import turning_script

# What the styles of controls have in common with assets/theme.css.
LINE = f"light-dark({colors.LINE}, {ON_DARK[colors.LINE]})"
MUTED = f"light-dark({colors.MUTED}, {ON_DARK[colors.MUTED]})"

_FOCUS = {"outline": "2px solid currentColor", "outlineOffset": "-2px"}
_FOCUSED = {"&.Mui-focusVisible": _FOCUS}
_LIGHT = {"primary": {"main": INK}, "secondary": {"main": AMBER}}
_DARK = {
    "primary": {"main": "#6cc4d4"},
    "secondary": {"main": ON_DARK[AMBER]},
    "background": {"default": ON_DARK[PAPER], "paper": ON_DARK[PAPER]},
    "text": {"primary": ON_DARK[TEXT], "secondary": ON_DARK[colors.MUTED]},
}
_SHARED: dict[str, Any] = {
    "shape": {"borderRadius": 8},
    "typography": {"button": {"textTransform": "none", "fontSize": "0.95rem"}},
    "components": {
        # The page's own name is its first heading; the frame's empty lines are none, and what a
        # section is called stands in a heading already.
        "MuiTypography": {
            "defaultProps": {"variantMapping": {"h3": "h1", "h5": "div", "subtitle1": "span"}}
        },
        # A section is found by its heading: a landmark without a name says nothing.
        "MuiAccordion": {"defaultProps": {"slotProps": {"region": {"role": None}}}},
        # What a tooltip says stands in a title, which an element without a role may have.
        "MuiTooltip": {"defaultProps": {"describeChild": True}},
        # The bar of the page's frame, which is never to be seen here.
        "MuiLinearProgress": {"defaultProps": {"aria-hidden": True}},
        # Who goes by the keyboard sees where they are; a ripple alone is too faint.
        "MuiButtonBase": {"styleOverrides": {"root": _FOCUSED}},
        # A select is as high as the entry beside it, and its label as large.
        "MuiOutlinedInput": {"styleOverrides": {"root": {"minHeight": 40}}},
        "MuiFormControl": {
            "styleOverrides": {"root": {"& > .MuiInputLabel-root": {"fontSize": "1rem"}}}
        },
        # A phone's sidebar has the page's paper, as its sections have.
        "MuiDrawer": {"styleOverrides": {"paper": {"backgroundImage": "none"}}},
        # A step of a slider is to be seen at once: to glide there lays the page out frame by frame.
        "MuiSlider": {
            "styleOverrides": {
                "thumb": {
                    "transition": "none",
                    "&.Mui-focusVisible": _FOCUS | {"outlineOffset": "2px"},
                },
                "track": {"transition": "none"},
            }
        },
        # The head of the page, whose texts are white in both themes.
        "MuiAppBar": {
            "styleOverrides": {
                "root": {
                    "backgroundColor": INK,
                    "backgroundImage": "none",
                    "color": "#ffffff",
                }
            }
        },
    },
}
THEME: dict[str, Any] = {
    "light": {"palette": _LIGHT, **_SHARED},
    "dark": {"palette": _DARK, **_SHARED},
}
# The library's two buttons at a number have no name to be read out; the arrow keys step too.
WITHOUT_STEPS = {
    "& .MuiInputAdornment-root": {"display": "none"},
    "& .MuiInputBase-input": {"paddingLeft": "14px"},
}
# By it, `light-dark` in a style sheet is one or the other, wherever the page stands.
PAGE_LOOK = {"colorScheme": "light", "&.mui-dark": {"colorScheme": "dark"}}
# To stand before the script of a component of the page.
THEME_SCRIPT = turning_script() + package_text("assets", "theme.js")
