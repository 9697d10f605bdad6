// Charts are drawn for light paper. Here their models take the colours for dark paper, or those of before.
// ON_DARK stands before this: by its colour on light paper, each colour of a chart on dark paper.

// What stood in the models of charts before they were turned.
const kept = new WeakMap()
let mapper = null

// What turns the colours that a column has.
const columnMapper = () => {
  const Mapper = window.Bokeh.Models.get("CategoricalColorMapper")
  mapper ??= new Mapper({ factors: Object.keys(ON_DARK), palette: Object.values(ON_DARK) })
  return mapper
}

const onDark = (given) => {
  if (typeof given === "string") return ON_DARK[given]
  if (Array.isArray(given)) return given.some((one) => one in ON_DARK) ? given.map((one) => ON_DARK[one] ?? one) : undefined
  if (/^(text_)?color$/.test(given?.field) && !given.transform) return { ...given, transform: columnMapper() }
  return given?.value in ON_DARK ? { ...given, value: ON_DARK[given.value] } : undefined
}

const turnDark = (model) => {
  const before = {}, after = {}
  for (const [name, given] of Object.entries(model.attributes)) {
    if (!/(_color|palette)$/.test(name)) continue
    const turned = onDark(given)
    if (turned !== undefined) [before[name], after[name]] = [given, turned]
  }
  if (Object.keys(after).length === 0) return
  kept.set(model, { ...before, ...kept.get(model) })
  model.setv(after, { sync: false })
}

const turnLight = (model) => {
  if (kept.has(model)) model.setv(kept.get(model), { sync: false })
  kept.delete(model)
}
