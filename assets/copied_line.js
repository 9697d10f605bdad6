// A line of text with the button that copies it.

const make = (name, parent, fields = {}) => Object.assign(parent.appendChild(document.createElement(name)), fields)

export function render({ model, el }) {
  const root = document.createElement("div")
  root.className = "hm-shelf"
  el.replaceChildren(root)

  const row = make("div", root, { className: "hm-link-row" })
  const label = make("label", row, { textContent: model.title })
  const entry = make("input", label, { type: "text", readOnly: true, value: model.text })
  const copy = make("button", row, { type: "button", className: "hm-button", textContent: "Copy" })
  const said = make("p", root, { className: "hm-hint" })
  said.setAttribute("role", "status")

  model.on("text", () => {
    entry.value = model.text
    said.textContent = ""
  })
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(entry.value)
      said.textContent = "Copied."
    } catch {  // not a secure address: the reader copies what is marked
      entry.select()
      said.textContent = "Press Ctrl+C to copy the marked line."
    }
  })
}
