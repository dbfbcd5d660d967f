type Draw = (now: number) => void
type Milliseconds = number

/** Between two paints of what follows the sound: enough for the eye, and it leaves the cores to the sound. */
const USUAL: Milliseconds = 33
/** The same while the sound nearly runs out: it comes before its pictures. */
const SPARING: Milliseconds = 100
/** So long before it is due a paint is asked for: as early as the one before it may come. */
const EARLY: Milliseconds = 12

const draws = new Set<Draw>()
const others = new Set<Draw>()
let interval = USUAL
let drawnAt = Number.NEGATIVE_INFINITY
let requested: number | undefined
let waiting: ReturnType<typeof setTimeout> | undefined

/** Calls `draw` before every paint until disposed: for what follows a hand. One loop, which stops when nothing is left. */
export function onFrame(draw: Draw): Disposable {
  return add(draws, draw)
}

/**
 * Calls `draw` some thirty times a second, for what follows the sound. All of them before the same paints, since what one
 * changes may cost as much as what all do; and where nothing else is drawn the page paints no others.
 */
export function onOtherFrame(draw: Draw): Disposable {
  return add(others, draw)
}

/** While it holds, what follows the sound is drawn ten times a second. */
export function paintSparingly(sparing: boolean): void {
  interval = sparing ? SPARING : USUAL
}

function add(list: Set<Draw>, draw: Draw): Disposable {
  list.add(draw)
  if (list === draws || waiting === undefined) request()
  return { [Symbol.dispose]: () => void list.delete(draw) }
}

function request(): void {
  clearTimeout(waiting)
  waiting = undefined
  requested ??= requestAnimationFrame(run)
}

function run(now: number): void {
  requested = undefined
  for (const draw of draws) draw(now)
  if (now - drawnAt >= interval - EARLY) {
    drawnAt = now
    for (const draw of others) draw(now)
  }
  if (draws.size > 0) return request()
  if (others.size === 0) return
  clearTimeout(waiting)
  waiting = setTimeout(request, interval - EARLY - (now - drawnAt))
}
