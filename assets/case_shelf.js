// The link to the case on the page, and the recent cases that this browser keeps. What the
// storage holds is not trusted: texts are shown as texts, and a case is checked by the page's
// own reader before anything is done with it.

const KEY = "hydro_mining.cases"
const MOST = 10
const LONGEST = 8000

const isCase = (item) =>
  ["name", "text", "at"].every((field) => typeof item?.[field] === "string") &&
  item.text.length <= LONGEST && item.name.length <= 200 && item.at.length <= 40

const stored = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]")
    return Array.isArray(found) ? found.filter(isCase).slice(0, MOST) : []
  } catch {
    return []  // the storage is off, or another page wrote something else
  }
}

const store = (cases) => {
  try {
    if (cases.length) localStorage.setItem(KEY, JSON.stringify(cases))
    else localStorage.removeItem(KEY)
  } catch { /* the storage is off or full: nothing is kept */ }
}

const keep = (item) => {
  if (isCase(item)) store([item, ...stored().filter((other) => other.text !== item.text)].slice(0, MOST))
}

const make = (name, parent, fields = {}) => Object.assign(parent.appendChild(document.createElement(name)), fields)

export function render({ model, el }) {
  const root = document.createElement("div")
  root.className = "hm-shelf"
  el.replaceChildren(root)

  const row = make("div", root, { className: "hm-link-row" })
  const label = make("label", row, { textContent: "Link to this case" })
  const entry = make("input", label, { type: "text", readOnly: true })
  const copy = make("button", row, { type: "button", className: "hm-button", textContent: "Copy link" })
  const said = make("p", root, { className: "hm-hint" })
  said.setAttribute("role", "status")
  const recent = make("div", root)

  const current = () => ({ name: model.title, text: model.text, at: new Date().toISOString() })
  const address = () => `${location.origin}${location.pathname}${location.search}#case=${model.text}`

  const showLink = () => {
    row.hidden = !model.is_served || !model.text
    entry.value = address()
    said.textContent = model.problem
  }

  copy.addEventListener("click", async () => {
    keep(current())
    showRecent()
    try {
      await navigator.clipboard.writeText(entry.value)
      said.textContent = "Copied."
    } catch {  // not a secure address: the reader copies what is marked
      entry.select()
      said.textContent = "Press Ctrl+C to copy the marked link."
    }
  })

  const showRecent = () => {
    const cases = stored()
    recent.replaceChildren()
    make("h3", recent, { className: "hm-chart-title", textContent: "Recent cases in this browser" })
    if (!cases.length) {
      make("p", recent, { className: "hm-hint", textContent: "None yet. What you save or share is kept here." })
      return
    }
    const list = make("ul", recent, { className: "hm-cases" })
    for (const item of cases) {
      const line = make("li", list)
      const open = make("button", line, { type: "button", className: "hm-case", textContent: item.name })
      make("span", line, { className: "hm-hint", textContent: new Date(item.at).toLocaleString() })
      open.addEventListener("click", () => model.send_msg({ open: item.text }))
    }
    const forget = make("button", recent, { type: "button", className: "hm-button", textContent: "Forget them" })
    forget.addEventListener("click", () => { store([]); showRecent() })
  }

  const keepNew = () => {
    if (model.kept.text) { keep({ ...model.kept }); showRecent() }
  }

  model.on("text", showLink)
  model.on("problem", showLink)
  model.on("kept", keepNew)
  showLink()
  showRecent()
  keepNew()
  model.is_drawn = true
}
