// The cases that this browser keeps: those that were saved or shared, and for each visit the one
// that stood on its page last. What the storage holds is not trusted: texts are shown as texts,
// and a case is checked by the page's own reader before anything is done with it.

const KEY = "hydro_mining.cases"
const MOST = 20
const LONGEST = 8000

const isCase = (item) =>
  ["name", "text", "at"].every((field) => typeof item?.[field] === "string") &&
  item.text.length <= LONGEST && item.name.length <= 200 && item.at.length <= 40

const stored = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]")
    return Array.isArray(found) ? found.filter(isCase).slice(0, MOST) : []
  } catch {
    return []  // the storage is off, or another page wrote something else
  }
}

const store = (cases) => {
  try {
    if (cases.length) localStorage.setItem(KEY, JSON.stringify(cases))
    else localStorage.removeItem(KEY)
  } catch { /* the storage is off or full: nothing is kept */ }
}

// When a case was kept, as dates are written on the page.
const whenKept = (at) => new Date(at).toLocaleString("en-GB",
  { day: "2-digit", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" })

window.hydroVisit ??= `${Date.now()}-${Math.random()}`

// In place of what stood on this visit's page before.
const keep = (item) => {
  if (!isCase(item)) return
  const others = stored().filter((other) => other.text !== item.text && other.visit !== window.hydroVisit)
  store([item, ...others].slice(0, MOST))
}
