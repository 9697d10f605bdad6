// What stood on this browser's page last time, offered to go on with; after case_storage.js.

export function render({ model, el }) {
  const last = location.hash ? undefined : stored()[0]
  el.replaceChildren()
  if (!last || last.visit === window.hydroVisit) return
  const bar = el.appendChild(document.createElement("div"))
  bar.className = "hm-notice hm-info hm-last"
  bar.setAttribute("role", "status")
  const said = bar.appendChild(document.createElement("p"))
  said.textContent = `Last time, ${whenKept(last.at)}: ${last.name}.`
  const button = (title, pressed) => {
    const made = bar.appendChild(document.createElement("button"))
    made.type = "button"
    made.className = "hm-button"
    made.textContent = title
    made.addEventListener("click", () => { el.replaceChildren(); pressed() })
  }
  button("Go on with it", () => model.send_msg({ open: last.text }))
  button("Not now", () => {})
  model.on("is_first", () => { if (!model.is_first) el.replaceChildren() })
}
