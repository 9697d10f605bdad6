// A line of text beside the button that copies it; before any script that shows one.

const make = (name, parent, fields = {}) => Object.assign(parent.appendChild(document.createElement(name)), fields)

// What is copied is called a `what`; `copying` is called when the button is pressed.
const copiedRow = (el, { label, button, what, copying = () => {} }) => {
  const root = document.createElement("div")
  root.className = "hm-shelf"
  el.replaceChildren(root)

  const row = make("div", root, { className: "hm-link-row" })
  const title = make("label", row, { textContent: label })
  const entry = make("input", title, { type: "text", readOnly: true })
  const copy = make("button", row, { type: "button", className: "hm-button", textContent: button })
  const said = make("p", root, { className: "hm-hint" })
  said.setAttribute("role", "status")

  copy.addEventListener("click", async () => {
    copying()
    try {
      await navigator.clipboard.writeText(entry.value)
      said.textContent = "Copied."
    } catch {  // not a secure address: the reader copies what is marked
      entry.select()
      said.textContent = `Press Ctrl+C to copy the marked ${what}.`
    }
  })
  return { root, row, entry, said }
}
