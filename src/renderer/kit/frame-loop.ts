type Draw = (now: number) => void

const draws = new Set<Draw>()
const others = new Set<Draw>()
let odd = false
let requested: number | undefined

/** Calls `draw` before every paint until disposed: for what follows a hand. One loop, which stops when nothing is left. */
export function onFrame(draw: Draw): Disposable {
  return add(draws, draw)
}

/**
 * Calls `draw` before every other paint, for what follows the sound: that is enough for the eye, and leaves the cores to
 * the sound. All of them in the same paints, since what one changes may cost as much as what all do.
 */
export function onOtherFrame(draw: Draw): Disposable {
  return add(others, draw)
}

function add(list: Set<Draw>, draw: Draw): Disposable {
  list.add(draw)
  requested ??= requestAnimationFrame(run)
  return { [Symbol.dispose]: () => void list.delete(draw) }
}

function run(now: number): void {
  requested = undefined
  odd = !odd
  for (const draw of draws) draw(now)
  if (odd) for (const draw of others) draw(now)
  if (draws.size + others.size > 0) requested = requestAnimationFrame(run)
}
