// The screens in their groups, as the browser's own select: a phone and a keyboard know it best.

export function render({ model, el }) {
  const label = document.createElement("label")
  label.className = "hm-screen-select"
  label.append("Screen")
  const select = label.appendChild(document.createElement("select"))
  for (const [group, screens] of model.groups) {
    const part = select.appendChild(document.createElement("optgroup"))
    part.label = group
    for (const [key, title] of screens) part.append(new Option(title, key))
  }
  const show = () => { select.value = model.value }
  select.addEventListener("change", () => { model.value = select.value })
  model.on("value", show)
  show()
  const row = document.createElement("div")
  row.className = "hm-screen-row"
  row.append(label)
  if (document.getElementById("hm-guide")) {  // it is no part of a notebook
    const guide = row.appendChild(document.createElement("button"))
    guide.type = "button"
    guide.className = "hm-guide-open"
    guide.textContent = "Guide"
  }
  el.replaceChildren(row)
}
