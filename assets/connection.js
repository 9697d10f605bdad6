// Says at once when the page has lost its server, keeps entries out meanwhile, and finds the way
// back: to the session if it lives, else to a new page with the case as it was. Keeps the case in
// the address and, with case_storage.js before it, among those that the browser keeps.
// Of a server that is only slow to answer over an open connection it says that it is busy, and
// keeps nothing out.

const ASK_EVERY_MS = 1000
const ANSWER_WITHIN_MS = 4000
const PING_EVERY_MS = 4000
const HEARD_WITHIN_MS = 8000
const LOST_AFTER_MS = 40000
const BACK_WITHIN_MS = 30000
const LOST = "The connection to the server is lost. The figures are those of before, and nothing can be " +
  "entered until it is back. Trying again …"
const BUSY = "The server is busy. The figures are those of before; what you enter is taken as soon as it answers."
const NO_CASE = "The server was started anew. This case is too long to be kept by the browser: load the page " +
  "again to go on with its first entries, and upload its files again, water on Hydro and prices on Dispatch."
// A case that an address cannot hold lies on the tab's own shelf, and the address says so.
const LONGEST_ADDRESS = 8000
const SHELF = "hydro_mining.case"
const ON_SHELF = "#kept"

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

// Bokeh (3.9) reads the document anew when it comes back, but leaves out what was sent in binary,
// and sends the server its own document, of which it warns. It also takes what comes then for the
// rest of a message that the cut broke off, and waits for good for the server's first word.
const mendReading = (connection) => {
  connection._receiver = new connection._receiver.constructor()
  const pull = Object.getPrototypeOf(connection)._pull_doc_json
  const { document: known, _document_listener: tellServer } = connection.session
  connection._pull_doc_json = async () => {
    const pulled = await pull.call(connection)
    known.replace_with_json = (json) => {
      known.remove_on_change(tellServer)
      known.constructor.from_json(json, [], pulled.buffers).destructively_move(known)
      known._new_models.clear()
      known.on_change(tellServer, true)
    }
    return pulled
  }
}

// Bokeh (3.9) takes models that the server sent for new ones, and sends them back whole with the
// first event that names them, of which the server warns. The server's have short names.
const mendWriting = (document_) => {
  const create = document_.create_json_patch
  document_.create_json_patch = (events) => {
    for (const model of document_._new_models) {
      if (/^p\d+$/.test(model.id)) document_._new_models.delete(model)
    }
    return create.call(document_, events)
  }
}

class Watch {
  constructor(document_) {
    this.isLost = false
    this.connection = null
    this.isLeaving = false
    mendWriting(document_)
    document_.on_event("connection_lost", (_, event) => {
      this.connection = event.connection.deref()
      mendReading(this.connection)
      this.lose()
    })
    document_.on_event("client_reconnected", () => this.find())
    addEventListener("beforeunload", () => { this.isLeaving = true })
    addEventListener("offline", () => this.lose())
    setInterval(() => this.ping(), PING_EVERY_MS)
  }

  follow(model) {
    const isLoaded = !this.model  // and not read anew by a page that came back to its session
    this.model = model
    this.pinged = this.heard = performance.now()
    model.on("text", () => this.keep())
    if (isLoaded && location.hash === ON_SHELF) model.send_msg({ open: this.kept() })
    model.on("drawn_asked", () => this.tellDrawn())
    if (model.drawn_asked) this.tellDrawn()  // what was told as the connection broke is lost
    model.on("pong", () => { this.heard = performance.now(); if (!this.connection) this.find() })
  }

  // Components of React are put in, and Bokeh lays the page out, after a message was read.
  tellDrawn() {
    const { drawn_asked: drawn } = this.model
    const whenIdle = window.requestIdleCallback ?? setTimeout
    requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(() => this.model.send_msg({ drawn }))))
  }

  // The address is that of the case on the page, or of none; a long case goes to the shelf, so that a
  // page that is loaded anew has it. Tells whether it is kept.
  keep() {
    const { text, title } = this.model
    if (!text) {
      if (location.hash) history.replaceState(null, "", location.pathname + location.search)
      return true
    }
    if (text.length <= LONGEST_ADDRESS) {
      history.replaceState(null, "", `#case=${text}`)
      keep({ name: title, text, at: new Date().toISOString(), visit: window.hydroVisit })
      return true
    }
    history.replaceState(null, "", ON_SHELF)
    try {
      sessionStorage.setItem(SHELF, text)
      return true
    } catch {  // it is off or full: an older case must not come back in its place
      try { sessionStorage.removeItem(SHELF) } catch { /* it is off */ }
      return false
    }
  }

  kept() {
    try {
      return sessionStorage.getItem(SHELF) ?? ""
    } catch {
      return ""
    }
  }

  // A server that hangs or a cut without a word shows only in that nothing comes back: for a while
  // it may as well be busy with others.
  ping() {
    if (document.hidden || this.isLost) return
    if (this.heard >= this.pinged) {
      this.pinged = performance.now()
      this.model.send_msg({ ping: true })
      return
    }
    const waited = performance.now() - this.pinged
    if (waited > LOST_AFTER_MS) this.lose()
    else if (waited > HEARD_WITHIN_MS) this.say(BUSY, { isLost: false })
  }

  lose() {
    if (this.isLost || this.isLeaving) return
    this.isLost = true
    this.say(LOST)
    this.search()
  }

  find() {
    this.isLost = false
    this.connection = null
    this.pinged = this.heard = performance.now()
    this.notice?.remove()
    this.notice = null
    for (const part of document.body.children) part.inert = false
  }

  say(text, { isLost } = { isLost: true }) {
    this.notice ??= Object.assign(document.createElement("p"), { id: "hm-connection" })
    this.notice.setAttribute("role", isLost ? "alert" : "status")
    this.notice.style.cssText = "position: fixed; z-index: 10000; top: 0; left: 0; right: 0; margin: 0; padding: " +
      "12px 18px; font: 600 1rem/1.4 Roboto, 'Helvetica Neue', Arial, sans-serif; box-shadow: 0 2px 8px #0006; " +
      (isLost ? "background: #b3261e; color: #fff;" : "background: light-dark(#fff4e0, #3a2a0c); color: light-dark(#6b4200, #ffd591);")
    this.notice.textContent = text
    if (isLost) for (const part of document.body.children) part.inert = true
    document.body.append(this.notice)
  }

  async search() {
    while (this.isLost) {
      const token = await this.asked()
      if (!this.isLost) return
      if (token === null) return this.comeBack()
      if (token) await this.reconnect(token)
      await pause(ASK_EVERY_MS)
    }
  }

  // The session's new token; null if it is no more, undefined if nobody answers.
  async asked() {
    try {
      const answer = await fetch(`${location.pathname.replace(/\/$/, "")}/session`, {
        headers: { "Bokeh-Session-Id": this.model.session },
        cache: "no-store",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      if (answer.ok) return (await answer.json()).token
    } catch { /* nobody answers */ }
    return undefined
  }

  async reconnect(token) {
    if (this.connection) {
      this.connection.token = token
      this.connection.reconnect()
    } else {
      this.model.send_msg({ ping: true })  // the connection may have been all right
    }
    const wasTried = this.connection
    for (let waited = 0; this.isLost && waited < BACK_WITHIN_MS; waited += 100) {
      if (wasTried?.socket === null) return  // closed again: the next round tries anew
      await pause(100)
    }
    // The socket is dead and nobody says so, or what came over it could not be read.
    if (this.isLost) this.comeBack()
  }

  comeBack() {
    const { problem } = this.model
    if (problem || !this.keep()) return this.say(NO_CASE)
    location.reload()
  }
}

export function render({ model }) {
  window.hydroConnection ??= new Watch(Bokeh.documents[0])
  window.hydroConnection.follow(model)
}
