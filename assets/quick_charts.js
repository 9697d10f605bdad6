// Bokeh (3.9) asks the style sheets for every colour, width and font of a chart each time it is painted,
// and the chart's element for the size of its text: each time the browser works out the styles of all
// that has changed on the page. No style sheet of ours speaks of charts, and no text of theirs grows. It
// paints a chart whose axes have changed twice, and charts that nobody sees, and makes the buttons of
// toolbars that are hidden until a pointer comes. In a notebook there may be charts of others: it is done on
// a page of our own, which has a theme of its own; and so is what chart_numbers.js does, which stands before
// this.

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
  paintOnce(plot)
  keepPictures(plot)
  paintWhatIsNear(plot)
  keepToOneself(bokeh)
  makeButtonsLate(bokeh.require("models/tools/toolbar").ToolbarView.prototype)
}

// The axes are found before the chart is painted; that they change asks for no other painting.
const paintOnce = (plot) => {
  const paint = plot._actual_paint
  plot._actual_paint = function () {
    if (this._range_manager.invalidate_dataranges) {
      this.pause()
      this._range_manager.update_dataranges()
      this.unpause(true)
      this._invalidate_layout_if_needed()
    }
    paint.call(this)
  }
}

// How large a chart is and in which theme is the browser's matter, and nothing to tell the server. The theme
// gives a toolbar its sheet again each time something comes into the page.
const keepToOneself = (bokeh) => {
  const within = (path, name) => bokeh.require(path)[name].prototype
  const parts = [
    within("models/plots/plot", "Plot"), within("models/axes/axis", "Axis"), within("models/grids/grid", "Grid"),
    within("models/annotations/legend", "Legend"), within("models/annotations/title", "Title"),
    within("models/annotations/base_color_bar", "BaseColorBar"), within("models/tools/toolbar", "Toolbar"),
  ]
  for (const part of parts) {
    const { setv } = part
    part.setv = function (values, options) {
      const { stylesheets, ...others } = values
      const isSaid = stylesheets?.length && stylesheets.at(-1) === this.stylesheets.at(-1)
      setv.call(this, isSaid ? others : values, { sync: false, ...options })
    }
  }
}

// A chart that keeps its size when the page is laid out anew keeps its picture, and what stands in its panels
// is not put there again.
const keepPictures = (plot) => {
  const updateLayout = plot._update_layout
  const sides = ["top", "bottom", "left", "right"].flatMap((side) => [`${side}_panel`, `inner_${side}_panel`])
  plot._update_layout = function () {
    const { _needs_paint, _invalidate_all, _render_count } = this
    for (const panel of [...sides, "frame"]) this[panel].shadow_el.append = appendOthers
    updateLayout.call(this)
    if (_render_count > 0) Object.assign(this, { _needs_paint, _invalidate_all })
  }
}

const appendOthers = function (...nodes) {
  const last = [...this.childNodes].slice(-nodes.length)
  if (nodes.some((node, place) => node !== last[place])) ShadowRoot.prototype.append.call(this, ...nodes)
}

// A chart that is far out of view, or in a closed tab, is painted anew when it comes near.
const paintWhatIsNear = (plot) => {
  const repaint = plot.repaint
  const views = new WeakMap(), far = new WeakSet(), late = new Set()
  const paintLate = (view) => {
    if (late.delete(view) && !view.is_destroyed) repaint.call(view)
  }
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      const view = views.get(target)
      if (isIntersecting) far.delete(view)
      else far.add(view)
      if (isIntersecting) paintLate(view)
    }
  }, { rootMargin: "50%", scrollMargin: "50%" })
  plot.repaint = function () {
    if (!views.has(this.el)) watcher.observe(this.el)
    views.set(this.el, this)
    if (far.has(this)) late.add(this)
    else repaint.call(this)
  }
  window.addEventListener("beforeprint", () => [...late].forEach(paintLate))
}

// A toolbar that hides itself gets its buttons when it is first shown.
const makeButtonsLate = (toolbar) => {
  const { _build_tool_button_views: makeButtons, set_visibility: setVisibility } = toolbar
  const bare = new WeakSet()
  toolbar._build_tool_button_views = async function () {
    if (this.visible) {
      bare.delete(this)
      await makeButtons.call(this)
    } else {
      bare.add(this)
      this._tool_buttons = []
    }
  }
  toolbar.set_visibility = function (isVisible) {
    setVisibility.call(this, isVisible)
    if (this.visible && bare.has(this)) {
      this._build_tool_button_views().then(() => this.rerender())
    }
  }
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
