// A table whose rows are sorted by clicking a heading. Rows are updated in place, so that a
// moving slider redraws texts and not the table. Before it stands of how many characters a row's
// heading is too long for a phone.

export function render({ model, el }) {
  const scroll = document.createElement("div")
  scroll.className = "hm-scroll hm-sortable"
  const table = scroll.appendChild(document.createElement("table"))
  table.className = "hm-table"
  const caption = table.appendChild(document.createElement("caption"))
  const head = table.appendChild(document.createElement("thead")).insertRow()
  const body = table.appendChild(document.createElement("tbody"))
  el.replaceChildren(scroll)

  const isText = (column) => model.text_columns.includes(column)

  const sortBy = (column) => {
    const again = model.sort_column === column
    model.sort_descending = again ? !model.sort_descending : false
    model.sort_column = column
    show()
  }

  const showHead = () => {
    caption.textContent = model.caption
    head.replaceChildren(...model.headings.map((heading, column) => {
      const cell = document.createElement("th")
      cell.scope = "col"
      if (isText(column)) cell.className = "hm-text"
      const button = cell.appendChild(document.createElement("button"))
      button.type = "button"
      button.textContent = heading
      button.addEventListener("click", () => sortBy(column))
      return cell
    }))
  }

  // An undefined figure sorts last, whichever way the others go.
  const order = () => {
    const column = model.sort_column
    const sign = model.sort_descending ? -1 : 1
    const key = (row) => model.keys[row][column]
    return model.rows.map((_, row) => row).sort((a, b) => {
      const [x, y] = [key(a), key(b)]
      if (x === null || y === null) return (x === null) - (y === null)
      return sign * (typeof x === "string" ? x.localeCompare(y, undefined, { numeric: true }) : x - y)
    })
  }

  // A row is picked by a click, or by Enter where it has the focus.
  const pickable = (line) => {
    if (!model.picks) return line
    line.className = "hm-pick"
    line.tabIndex = 0
    const pick = () => model.send_msg(line.firstElementChild.textContent)
    line.addEventListener("click", pick)
    line.addEventListener("keydown", (event) => { if (event.key === "Enter") pick() })
    return line
  }

  const fit = (parent, count, make) => {
    while (parent.children.length > count) parent.lastElementChild.remove()
    while (parent.children.length < count) parent.append(make(parent.children.length))
  }

  const show = () => {
    ;[...head.cells].forEach((cell, column) => {
      const way = model.sort_descending ? "descending" : "ascending"
      cell.setAttribute("aria-sort", column === model.sort_column ? way : "none")
    })
    fit(body, model.rows.length, () => pickable(document.createElement("tr")))
    order().forEach((row, place) => {
      const line = body.children[place]
      fit(line, model.rows[row].length, (i) => {
        const cell = document.createElement(i ? "td" : "th")
        if (isText(i)) cell.className = "hm-text"
        return cell
      })
      line.classList.toggle("hm-marked", model.marked === model.rows[row][0])
      model.rows[row].forEach((text, column) => {
        const cell = line.children[column]
        if (cell.textContent !== text) cell.textContent = text
        if (!column) cell.classList.toggle("hm-words", text.length > LONG_HEADING)
      })
    })
  }

  const showAll = () => { showHead(); show() }
  model.on("headings", showAll)
  model.on("rows", show)
  model.on("marked", show)
  showAll()
}
