"""Scripts that a page of a benchmark runs, to tell when it changed last."""

# After a key was pressed: the frame after the last change that the server sent and the page shows.
WATCH = """() => {
  window.pressed = 0
  window.painted = 0
  document.addEventListener("keydown", () => { window.pressed = performance.now() }, true)
  Bokeh.documents[0].on_change((event) => {
    if (event.kind === "MessageSent") return
    if (event.model?.attributes && "pong" in event.model.attributes) return
    requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() }, 0))
  })
}"""
# Before the page's own scripts, so that no part of it is made unseen.
WATCH_WINDOW = """
window.stood = 0
const changed = new Set(), tabs = 186, sidebar = 330
const look = () => {
  const isSeen = (one) => {
    const element = one.host ?? (one.nodeType === Node.TEXT_NODE ? one.parentElement : one)
    if (!(element instanceof Element) || !element.isConnected) return false
    // Bokeh puts a legend above a chart into a new element at each layout; the canvas shows it.
    const host = element.getRootNode().host
    if ([element, host].some((one) => one?.matches(".bk-CanvasPanel"))) return false
    const { top, bottom, left, width } = element.getBoundingClientRect()
    return width > 0 && bottom > tabs && top > 0 && top < innerHeight && left > sidebar
  }
  if ([...changed].some(isSeen)) window.stood = performance.now()
  changed.clear()
}
const note = (one) => {
  if (!changed.size) requestAnimationFrame(() => setTimeout(look, 0))
  changed.add(one)
}
// What is taken away and put back within a turn has not changed.
const follow = (root) => new MutationObserver((all) => {
  const before = new Map(), gone = new Set(all.flatMap(({ removedNodes }) => [...removedNodes]))
  const isNew = (node) => node.isConnected !== gone.has(node)  // come, or gone for good
  for (const { type, target, addedNodes, removedNodes, attributeName, oldValue } of all) {
    if (type === "attributes") {
      if (!before.has(target)) before.set(target, {})
      before.get(target)[attributeName] ??= { value: oldValue }
    } else {
      const come = [...addedNodes].filter(isNew)
      const isSame = type === "childList" && !come.length && ![...removedNodes].some(isNew)
      if (!isSame) [target, ...come].forEach(note)
    }
  }
  for (const [target, values] of before) {
    const isSame = ([name, { value }]) => target.getAttribute(name) === value
    if (!Object.entries(values).every(isSame)) note(target)
  }
}).observe(root, {
  attributes: true, attributeOldValue: true, childList: true, characterData: true, subtree: true,
})
const attach = Element.prototype.attachShadow
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options)
  follow(root)
  return root
}
follow(document)
for (const name of ["fill", "stroke", "fillText", "fillRect", "drawImage"]) {
  const draw = CanvasRenderingContext2D.prototype[name]
  CanvasRenderingContext2D.prototype[name] = function (...of) {
    if (this.canvas.isConnected) note(this.canvas)
    return draw.apply(this, of)
  }
}
"""
