// The report's selectors, charts and downloads. Every figure was computed beforehand: this looks
// one up and puts it into its place, texts as texts.

(() => {
  "use strict"
  const find = (id) => document.getElementById(id)
  const parsed = (id) => JSON.parse(find(id).textContent)
  const data = parsed("selections")
  const selects = ["scenario", "machine", "price"].map(find)
  const drawing = parsed("drawing")

  const make = (name, text, fields = {}) => Object.assign(document.createElement(name), { textContent: text }, fields)

  const showCards = (id, cards) => {
    const shown = find(id).querySelectorAll(".hm-card")
    if (shown.length !== cards.length) {
      const grid = make("div", "", { className: cards.length % 4 ? "hm-cards" : "hm-cards hm-by-four" })
      grid.append(...cards.map(() => {
        const card = make("div", "")
        card.append(...["label", "value", "note"].map((part) => make("div", "", { className: `hm-${part}` })))
        return card
      }))
      find(id).replaceChildren(grid)
    }
    const places = find(id).firstElementChild?.children ?? []
    cards.forEach(([label, value, note, tone], place) => {
      const card = places[place]
      card.className = tone ? `hm-card hm-${tone}` : "hm-card"
      const texts = [label, value, note]
      ;[...card.children].forEach((part, i) => { part.textContent = texts[i] })
      card.children[1].classList.toggle("hm-long", value.length > 13)
    })
  }

  const showRows = (id, rows, caption, marked) => {
    const table = find(id).querySelector("table")
    if (caption) table.caption.textContent = caption
    table.tBodies[0].replaceChildren(...rows.map((cells) => {
      const line = document.createElement("tr")
      line.append(...cells.map((cell, i) => make(i ? "td" : "th", cell, i ? {} : { scope: "row" })))
      line.classList.toggle("hm-marked", marked !== undefined && cells[0] === marked)
      return line
    }))
  }

  const moved = (columns) => columns.flow === undefined ? columns : {
    flow: columns.flow,
    top: columns.flow.map((flow) => Math.max(flow, 0)),
    bottom: columns.flow.map((flow) => Math.min(flow, 0)),
  }

  const showCharts = (charts) => {
    const bokeh = Bokeh.documents[0]
    for (const [chart, layers] of Object.entries(charts)) {
      for (const [layer, columns] of Object.entries(layers)) {
        const source = bokeh?.get_model_by_name(`${chart}:${layer}`)
        if (source) source.data = { ...source.data, ...moved(columns) }
      }
    }
  }

  const texts = () => selects.map((select) => select.options[select.selectedIndex].text)

  const show = () => {
    const [scenario, machine, price] = selects.map((select) => select.selectedIndex)
    const shown = data.selections[machine][price]
    const [scenarioText, machineText, priceText] = texts()
    find("summary").textContent = shown.summary
    find("chosen").textContent = `Scenario ${scenarioText}; ${machineText}; ${priceText}.`
    const box = make("div", "", { className: "hm-notice hm-warn" })
    box.append(...shown.warnings.map((text) => make("p", text)))
    find("warnings").replaceChildren(...(shown.warnings.length ? [box] : []))
    showCards("site-cards", shown.site)
    showRows("machines-table", data.rankings[price], "", shown.built)
    find("money").hidden = !shown.annual.length
    if (!shown.annual.length) return
    showCards("scenario-cards", shown.scenarios)
    ;[...find("scenario-cards").querySelectorAll(".hm-card")].forEach((card, place) => {
      card.classList.toggle("rp-chosen", place === scenario)
    })
    showRows("pays-if-table", shown.paysIf)
    showRows("winners-table", shown.winners, "", shown.built)
    showRows("metrics-table", shown.metrics)
    showRows("annual-table", shown.annual[scenario], `${scenarioText}: annual cash flows`)
    showCharts(shown.layers)
  }

  const draw = async () => {
    const roots = Object.fromEntries(Object.entries(drawing.roots).map(([name, id]) => [id, find(`chart-${name}`)]))
    await Bokeh.embed.embed_items(
      { report: drawing.document },
      [{ docid: "report", roots, root_ids: Object.keys(roots) }],
    )
    document.documentElement.dataset.drawn = "yes"
  }

  const dark = matchMedia("(prefers-color-scheme: dark)")
  const turn = (isDark) => {
    for (const model of [...Bokeh.documents[0].all_models]) (isDark ? turnDark : turnLight)(model)
  }

  // On paper a chart is a picture of what the screen showed.
  const picture = () => {
    for (const [name, id] of Object.entries(drawing.roots)) {
      const place = find(`chart-${name}`)
      const view = Bokeh.index[id] ?? [...Bokeh.index].find((other) => other.model.id === id)
      if (!view || !place.offsetParent) continue
      const image = place.querySelector("img") ?? place.appendChild(make("img", ""))
      image.alt = place.previousElementSibling.textContent
      image.src = view.export("png", true).canvas.toDataURL()
    }
  }

  find("save-record").addEventListener("click", () => {
    const blob = new Blob([find("run-record").textContent], { type: "application/json" })
    const link = make("a", "", { href: URL.createObjectURL(blob), download: "hydro-mining-record.json" })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  })
  data.start.forEach((index, i) => { selects[i].selectedIndex = index })
  selects.forEach((select) => select.addEventListener("change", show))
  dark.addEventListener("change", () => turn(dark.matches))
  addEventListener("beforeprint", () => {
    turn(false)
    picture()
  })
  addEventListener("afterprint", () => turn(dark.matches))
  writeMinus(Bokeh)
  draw().then(() => {
    turn(dark.matches)
    show()
  })
})()
