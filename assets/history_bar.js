// Undo, redo and starting over: three buttons, and their keys where no text is being written. With
// theme.js before it, the button of the theme beside them. Starting over asks first, right below its
// button, wherever a reader has scrolled to.

const PATHS = {
  undo: "M12.5 8c-2.65 0-5.05.99-6.9 2.6L2 7v9h9l-3.62-3.62A8 8 0 0 1 20.1 16l2.37-.78A10.5 10.5 0 0 0 12.5 8z",
  redo: "M18.4 10.6A10.5 10.5 0 0 0 1.54 15.22L3.9 16a8 8 0 0 1 12.72-3.62L13 16h9V7l-3.6 3.6z",
  start_over: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
}
const TITLES = { undo: "Undo", redo: "Redo", start_over: "Start over" }
const KEYS = { undo: " (Ctrl+Z)", redo: " (Ctrl+Shift+Z)", start_over: "" }
const QUESTION = "Start over? Everything that you entered goes, on every screen. Undo would bring it back."
const WITHOUT_TEXT = ["range", "checkbox", "radio", "button", "submit", "file"]

const writesText = (event) => {
  const target = event.composedPath()[0]
  return target.isContentEditable || target.tagName === "TEXTAREA" ||
    (target.tagName === "INPUT" && !WITHOUT_TEXT.includes(target.type))
}

const asked = (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || writesText(event)) return null
  const key = event.key.toLowerCase()
  if (key === "z") return event.shiftKey ? "redo" : "undo"
  return key === "y" ? "redo" : null
}

const asking = (agreed) => {
  const dialog = document.createElement("dialog")
  dialog.className = "hm-asking"
  const said = dialog.appendChild(document.createElement("p"))
  dialog.setAttribute("aria-label", said.textContent = QUESTION)
  const answer = (title, given) => {
    const button = dialog.appendChild(document.createElement("button"))
    button.type = "button"
    button.className = "hm-button"
    button.textContent = title
    button.addEventListener("click", () => { dialog.close(); given() })
  }
  answer("Keep my entries", () => {})
  answer("Yes, start over", agreed)
  return dialog
}

export function render({ model, view, el }) {
  const root = document.createElement("div")
  root.className = "hm-history"
  const buttons = {}
  const question = asking(() => model.send_msg("start_over"))
  for (const [name, path] of Object.entries(PATHS)) {
    const button = root.appendChild(document.createElement("button"))
    button.type = "button"
    button.title = TITLES[name] + (model.has_keys ? KEYS[name] : "")
    button.setAttribute("aria-label", TITLES[name])
    button.innerHTML = `<svg viewBox="0 0 24 24" width="20" height="20" fill="currentColor" aria-hidden="true">` +
      `<path d="${path}"/></svg><span>${TITLES[name]}</span>`
    button.addEventListener("click", () => name === "start_over" ? question.showModal() : model.send_msg(name))
    buttons[name] = button
  }
  const theme = themeButton()
  if (theme) root.append(theme)
  el.replaceChildren(root, question)
  followTheme(view)

  const show = () => {
    for (const name of Object.keys(PATHS)) buttons[name].disabled = !model[`can_${name}`]
  }
  for (const name of Object.keys(PATHS)) model.on(`can_${name}`, show)
  show()

  if (!model.has_keys) return
  window.hydroHistory?.abort()
  window.hydroHistory = new AbortController()
  document.addEventListener("keydown", (event) => {
    const name = asked(event)
    if (!name || document.body.firstElementChild?.inert) return
    event.preventDefault()
    if (!buttons[name].disabled) model.send_msg(name)
  }, { signal: window.hydroHistory.signal })
}
