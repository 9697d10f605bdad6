// A row of small buttons; a press sends the button's key. They look as the page's other buttons.

const LOOK = `
  div { --accent: light-dark(#0b5c6b, #6cc4d4); display: flex; flex-wrap: wrap; gap: 4px 6px; }
  button { font: 500 13px/1.75 Roboto, "Helvetica Neue", Arial, sans-serif; letter-spacing: .02857em; min-width: 64px;
    padding: 3px 9px; color: var(--accent); background: none; border: 1px solid color-mix(in srgb, var(--accent) 50%, transparent); border-radius: 8px; cursor: pointer;
    transition: background-color .25s, border-color .25s; }
  button:hover { background: color-mix(in srgb, var(--accent) 4%, transparent); border-color: var(--accent); }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
`

export function render({ model, el }) {
  const look = document.createElement("style")
  look.textContent = LOOK
  const row = document.createElement("div")
  el.replaceChildren(look, row)

  const show = () => {
    while (row.children.length > model.buttons.length) row.lastElementChild.remove()
    model.buttons.forEach(([key, label], place) => {
      let button = row.children[place]
      if (!button) {
        button = row.appendChild(Object.assign(document.createElement("button"), { type: "button" }))
        button.addEventListener("click", () => model.send_msg(button.dataset.key))
      }
      button.dataset.key = key
      if (model.opens) button.setAttribute("aria-expanded", String(model.pressed === key))
      if (button.textContent !== label) button.textContent = label
    })
  }
  model.on("buttons", show)
  model.on("pressed", show)
  show()
  // Else the first press would send the model whole, of which the server warns.
  model.is_drawn = true
}
