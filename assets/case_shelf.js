// The link to the case on the page, and the recent cases that this browser keeps: with
// case_storage.js and copied_row.js before it.

export function render({ model, el }) {
  const current = () => ({ name: model.title, text: model.text, at: new Date().toISOString() })
  const { root, row, entry, said } = copiedRow(el, {
    label: "Link to this case",
    button: "Copy link",
    what: "link",
    copying: () => { keep(current()); showRecent() },
  })
  const recent = make("div", root)

  const address = () => `${location.origin}${location.pathname}${location.search}#case=${model.text}`

  const showLink = () => {
    row.hidden = !model.is_served || !model.text
    entry.value = model.text ? address() : ""
    said.textContent = model.problem
  }

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
      make("span", line, { className: "hm-hint", textContent: whenKept(item.at) })
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
