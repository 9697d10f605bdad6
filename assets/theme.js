// Light and dark. What style sheets reach follows `color-scheme`. The colours of charts, which they do
// not reach, are turned by chart_theme.js, which stands before this, in the browser alone: for the
// server a chart is always on light paper.

const CHOSEN = "hydro_mining.theme"
const CONTRAST = "M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20zm1-17.93a8 8 0 0 1 0 15.86z"

// What a chart says where the pointer is stands beside the page. The page's frame has its colours; in a
// notebook, which has no such frame, they stand here.
const followInNotebook = (page) => {
  if (document.documentElement.dataset.themeManaged === "true") return
  const sheet = document.head.appendChild(document.createElement("style"))
  const [paper, ink, line] = ["#ffffff", "#12313a", "#5a6d75"].map((color) => ON_DARK[color])
  const turn = () => {
    sheet.textContent = !page.data.dark_theme ? "" : `.bk-Tooltip {
      --tooltip-color: ${paper}; --tooltip-text: ${ink}; --tooltip-border: ${line};
      --tooltip-arrow-color: ${line}; --tooltip-arrow-inner-color: ${paper}; }`
  }
  page.data.properties.dark_theme.change.connect(turn)
  turn()
}

// Let the charts follow the theme of the page: at once those that are to be seen and those that come,
// each of the others when it is to be seen.
const followTheme = (view) => {
  let at = view
  while (at && at.model.class_name !== "Page") at = at.parent
  if (!at) return
  const page = at.model, shown = page.document, hidden = new Map()
  const turn = (chart) => chart.references().forEach(page.data.dark_theme ? turnDark : turnLight)
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue
      watcher.unobserve(target)
      turn(hidden.get(target))
      hidden.delete(target)
    }
  })
  const turnAll = () => {
    for (const { el, model } of window.Bokeh.index.query((one) => one.model.type === "Figure")) {
      if (model.document !== shown) continue
      hidden.set(el, model)
      watcher.observe(el)
    }
  }
  page.data.properties.dark_theme.change.connect(turnAll)
  shown.on_change((event) => {
    if (!page.data.dark_theme || event.kind !== "ModelChanged") return
    for (const come of [event.value].flat()) come?.references?.().forEach(turnDark)
  })
  if (page.data.dark_theme) [...shown.all_models].forEach(turnDark)
  followInNotebook(page)
}

// The button of the theme; null where the page stands in another, as in a notebook, whose theme it has.
const themeButton = () => {
  const root = document.documentElement
  if (root.dataset.themeManaged !== "true") return null
  const button = document.createElement("button")
  button.type = "button"
  button.title = "Dark theme"
  button.setAttribute("aria-label", "Dark theme")
  button.innerHTML = `<svg viewBox="0 0 24 24" width="20" height="20" fill="currentColor" aria-hidden="true">` +
    `<path d="${CONTRAST}"/></svg>`
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"))
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"
    try {
      localStorage.setItem(CHOSEN, root.dataset.theme)
    } catch {
      // the storage is off: the choice holds until the page is left
    }
    show()
  })
  show()
  return button
}
