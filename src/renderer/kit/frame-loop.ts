type Draw = (now: number) => void

const draws = new Set<Draw>()
let requested: number | undefined

/** Calls `draw` before every paint until disposed. All meters share one loop, which stops when none is left. */
export function onFrame(draw: Draw): Disposable {
  draws.add(draw)
  requested ??= requestAnimationFrame(run)
  return { [Symbol.dispose]: () => void draws.delete(draw) }
}

function run(now: number): void {
  requested = undefined
  for (const draw of draws) draw(now)
  if (draws.size > 0) requested = requestAnimationFrame(run)
}
