// The link to the case on the page, and the recent cases that this browser keeps: with
// case_storage.js before it.

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
    entry.value = model.text ? address() : ""
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
      make("p", recent, { className: "hm-hint", textContent: "None yet. What you enter, save or share is kept here." })
      return
    }
    const list = make("ul", recent, { className: "hm-cases" })
    for (const item of cases) {
      const line = make("li", list)
      const open = make("button", line, { type: "button", className: "hm-case", textContent: item.name })
      make("span", line, { className: "hm-hint", textContent: new Date(item.at).toLocaleString() })
      open.addEventListener("click", () => model.send_msg({ open: item.text }))
      const compare = make("button", line, { type: "button", className: "hm-case", textContent: "Compare" })
      compare.setAttribute("aria-label", `Compare ${item.name}`)
      compare.addEventListener("click", () => model.send_msg({ compare: item.text }))
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
