// A line of text with the button that copies it: with copied_row.js before it.

export function render({ model, el }) {
  const { entry, said } = copiedRow(el, { label: model.title, button: "Copy", what: "line" })
  entry.value = model.text

  model.on("text", () => {
    entry.value = model.text
    said.textContent = ""
  })
}
