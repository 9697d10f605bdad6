"""Where the legend of a chart stands, and in how many columns."""

from bokeh.models import Plot

# A legend of more entries takes several lines.
_MOST_IN_A_LINE, _LEGEND_COLUMNS = 4, 3
# [px] on a phone, in a section; a letter, and the mark and the spaces of an entry.
_LEGEND_WIDTH, _LETTER, _MARK = 280, 6.5, 30
# The page's library writes the entries in 0.95 em.
_SMALL = {"font-size": "13.5px"}


def place_legend(plot: Plot) -> None:
    """Put the legend in one line above the plot, where it covers no data."""
    for legend in plot.legend:
        for side in ("left", "right", "above", "below", "center"):
            if legend in getattr(plot, side):
                getattr(plot, side).remove(legend)
        legend.update(
            orientation="horizontal",
            ncols=_legend_columns([str(item.label.value) for item in legend.items]),
            location="left",
            margin=0,
            padding=2,
            spacing=14,
            border_line_color=None,
            background_fill_alpha=0,
            glyph_width=16,
            label_text_font_size="12px",
            styles=_SMALL,
        )
        plot.add_layout(legend, "above")


def _legend_columns(labels: list[str]) -> int | str:
    """Return in how many columns a legend is not cut off on a phone."""
    if len(labels) > _MOST_IN_A_LINE:
        return _LEGEND_COLUMNS
    width = sum(_LETTER * len(label) + _MARK for label in labels)
    return "auto" if width <= _LEGEND_WIDTH else 2
