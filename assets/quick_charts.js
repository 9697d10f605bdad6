// Bokeh (3.9) asks the style sheets for every colour, width and font of a chart each time it is painted,
// and the chart's element for the size of its text: each time the browser works out the styles of all
// that has changed on the page. No style sheet of ours speaks of charts, and no text of theirs grows. In a
// notebook there may be charts of others: it is done on a page of our own, which has a theme of its own;
// and so is what chart_numbers.js does, which stands before this.

const quickenCharts = (bokeh) => {
  const { VisualProperties } = bokeh.require("core/visuals/visual")
  const plot = bokeh.require("models/plots/plot_canvas").PlotView.prototype
  const asked = Object.getOwnPropertyDescriptor(plot, "base_font_size").get
  const found = new WeakMap()
  VisualProperties.prototype._get_css_value = () => ""
  Object.defineProperty(plot, "base_font_size", {
    get() {
      if (!found.get(this)) found.set(this, asked.call(this))
      return found.get(this)
    },
  })
}

try {
  const isOwn = "theme" in document.documentElement.dataset
  if (isOwn && !window.hydroChartsAreQuick) {
    writeMinus(window.Bokeh)
    quickenCharts(window.Bokeh)
  }
  window.hydroChartsAreQuick = isOwn
} catch {
  // another Bokeh, whose charts are as quick as it paints them
}
