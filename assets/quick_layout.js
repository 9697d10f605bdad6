// Bokeh (3.9) lays a page out whole for each component that React has put into it, and for each that has
// got another size: some sixty times while a page loads, each time with all components on it. Here that is
// done once, right before the browser paints, and what has no chart in it is left to the browser. Each time
// Bokeh empties the style sheets of all components and writes them anew, mostly with the same words, for
// which the browser works out the styles of the whole page: here only what differs is written. What stands
// in a closed tab has no place on the page, and is left out until Panel has it laid out as the tab is turned
// to. Panel (1.9) looks a component up among all views of the page before it renders it: here its view is at
// hand. In a notebook, whose pages are others', it stays as it is.

const quickenLayout = (bokeh) => {
  const { LayoutDOMView } = bokeh.require("models/layouts/layout_dom")
  const { UIElementView } = bokeh.require("models/ui/ui_element")
  const component = bokeh.Models.get("panel.models.esm.ReactiveESM").prototype.default_view.prototype
  const { compute_layout, invalidate_layout } = component
  const writingDifferences = writesDifferences(bokeh.require("core/dom").InlineStyleSheet.prototype)
  LayoutDOMView.prototype.update_children = updateChildren
  bokeh.Models.get("panel.models.layout.Column").prototype.default_view.prototype.update_children = updateChildren
  const due = new Map()  // views, and whether their styles are to be written anew
  let isWaiting = false

  const outermost = (views) => {
    const all = new Set(views)
    const isWithin = (view) => view.parent && (all.has(view.parent) || isWithin(view.parent))
    return views.filter((view) => !isWithin(view))
  }
  const layOut = () => {
    if (!isWaiting) return
    const views = [...due.keys()].filter((view) => !view.is_destroyed)
    const anew = views.filter((view) => due.get(view))
    due.clear()
    isWaiting = false
    writingDifferences(() => {
      for (const view of outermost(anew)) view.update_layout()
    })
    for (const view of outermost(views)) compute_layout.call(view)
    for (const view of views) {
      view._layout_computed = true
      view.notify_finished()
    }
  }
  const layOutSoon = (view, isAnew) => {
    due.set(view, isAnew || due.get(view) === true)
    if (isWaiting) return
    isWaiting = true
    requestAnimationFrame(layOut)
    setTimeout(layOut, 50)  // a page that nobody sees is not painted
  }

  // One within another of Bokeh's leaves it to that one, up to one of these.
  component.compute_layout = function () {
    this.is_managed ? compute_layout.call(this) : layOutSoon(this, false)
  }
  component.invalidate_layout = function () {
    this.is_managed ? invalidate_layout.call(this) : layOutSoon(this, true)
  }
  const { get: layoutable } = Object.getOwnPropertyDescriptor(LayoutDOMView.prototype, "layoutable_views")
  Object.defineProperty(LayoutDOMView.prototype, "layoutable_views", {
    get() {
      const views = layoutable.call(this)
      return this.model.class_name === "Tabs" ? views.filter((view) => view.el.isConnected) : views
    },
  })
  // Bokeh has a layout of its own only for charts: of a column that is longer now they keep their size, and
  // one whose size or axes changed is laid out with those that it is aligned with.
  const { PlotView } = bokeh.require("models/plots/plot_canvas")
  const { after_resize } = UIElementView.prototype
  UIElementView.prototype.after_resize = function () {
    const isBrowsers = this instanceof LayoutDOMView && !(this instanceof PlotView) && this._was_built
    if (!isBrowsers) return after_resize.call(this)
    this._resized = true
    this._update_bbox()
    this.finish()
  }
  PlotView.prototype.compute_layout = function () {
    const aligned = this.parent?.layout == null ? this : this.parent
    aligned.measure_layout()
    aligned.update_bbox()
    aligned._compute_layout()
    aligned.after_layout()
    this._layout_computed = true
  }
}

const quickenLookup = ({ index, Models }) => {
  const component = Models.get("panel.models.esm.ReactiveESM").prototype.default_view.prototype
  const { initialize, remove } = component
  const views = new Map()
  component.initialize = function () {
    views.set(this.model.id, this)
    initialize.call(this)
  }
  component.remove = function () {
    if (views.get(this.model.id) === this) views.delete(this.model.id)
    remove.call(this)
  }
  const { find_one_by_id } = index
  // One that was given up before it was rendered may be left.
  const stands = (view) => view.parent == null || [...view.parent.children()].includes(view)
  index.find_one_by_id = (id) => {
    const view = views.get(id)
    return view && stands(view) ? view : find_one_by_id.call(index, id)
  }
}

// What stood in its place already is left alone; by Bokeh and Panel it is drawn anew with what is new.
const updateChildren = async function () {
  const created = new Set(await this.build_child_views())
  const views = this.child_views
  const elements = new Set(views.map((view) => view.el))
  const following = (element) => {
    while (element && !elements.has(element)) element = element.nextElementSibling
    return element  // null after the last: what is put before it comes last
  }
  let next = following(this.self_target.firstElementChild)
  for (const view of views) {
    if (view.el === next && !created.has(view)) {
      next = following(next.nextElementSibling)
      continue
    }
    const target = view.rendering_target() ?? this.self_target
    if (created.has(view)) view.render_to(target)
    if (target === this.self_target) target.insertBefore(view.el, next)
    view.r_after_render()
  }
  this.after_render()
  this._update_children()
  this.invalidate_layout()
}

// Returns what calls a function and writes then what style sheets are to say that did not say it before.
const writesDifferences = (sheet) => {
  const write = sheet._update
  let said = null
  sheet._update = function (css) {
    if (said) said.set(this, css)
    else if (this.css !== css) write.call(this, css)
  }
  Object.defineProperty(sheet, "css", {
    get() {
      return said?.get(this) ?? this.el.textContent
    },
  })
  return (call) => {
    said = new Map()
    try {
      call()
    } finally {
      const [...sheets] = said
      said = null
      for (const [one, css] of sheets) one._update(css)
    }
  }
}

try {
  const isOwn = "theme" in document.documentElement.dataset
  if (isOwn && !window.hydroLayoutIsQuick) {
    quickenLayout(window.Bokeh)
    quickenLookup(window.Bokeh)
  }
  window.hydroLayoutIsQuick = isOwn
} catch {
  // another Bokeh, which lays out as it does
}
