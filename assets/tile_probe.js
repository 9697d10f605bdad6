// Whether this browser reaches a server of map tiles: one small picture is asked for.

const WAITS_MS = 5000

export function render({ model, el }) {
  el.style.display = "none"

  model.on("asked", () => {
    const picture = new Image()
    const end = (isReached) => {
      clearTimeout(late)
      picture.onload = picture.onerror = null
      model.send_msg(isReached)
    }
    const late = setTimeout(() => end(false), WAITS_MS)
    picture.onload = () => end(true)
    picture.onerror = () => end(false)
    picture.src = model.address
  })
}
