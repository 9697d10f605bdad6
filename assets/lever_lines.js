// Lines with a button each; a press sends the line's key. Lines are updated in place, so that a moving
// slider redraws texts and a button keeps the focus. The HTML is the server's, whose texts are escaped.

export function render({ model, el }) {
  const heading = document.createElement("div")
  const list = document.createElement("div")
  list.className = "hm-levers"
  el.replaceChildren(heading, list)

  const added = () => {
    const line = list.appendChild(document.createElement("div"))
    line.appendChild(document.createElement("div"))
    const button = line.appendChild(document.createElement("button"))
    button.type = "button"
    button.addEventListener("click", () => model.send_msg(line.dataset.key))
    return line
  }
  const write = (place, html) => {
    if (place.dataset.html !== html) place.innerHTML = place.dataset.html = html
  }
  const show = () => {
    write(heading, model.heading)
    while (list.children.length > model.lines.length) list.lastElementChild.remove()
    model.lines.forEach(([key, html, label], place) => {
      const line = list.children[place] ?? added()
      const [text, button] = line.children
      line.dataset.key = key
      write(text, html)
      if (button.textContent !== label) button.textContent = label
      button.hidden = !label
    })
  }
  model.on("heading", show)
  model.on("lines", show)
  show()
  // Else the first press would send the model whole, of which the server warns.
  model.is_drawn = true
}
