import { levelOf } from '../state'
import { onOtherFrame, peakOnScale } from '../kit'

interface Shown {
  readonly node: string
  readonly draw: (level: number) => void
  last: number
}

const shown = new Set<Shown>()
let loop: Disposable | undefined

/**
 * Calls `draw` with the level of a node (0 to 1 on the meter's scale) whenever it changes visibly. Meters and
 * glowing cables are drawn this way, outside React: hundreds of them cost no rendering.
 */
export function followLevel(node: string, draw: (level: number) => void): Disposable {
  const item: Shown = { node, draw, last: -1 }
  shown.add(item)
  loop ??= onOtherFrame(drawAll)
  return {
    [Symbol.dispose]() {
      shown.delete(item)
      if (shown.size > 0) return
      loop?.[Symbol.dispose]()
      loop = undefined
    },
  }
}

function drawAll(now: number): void {
  for (const item of shown) {
    const peak = levelOf(item.node, now)
    const level = peak === 0 ? 0 : Math.round(peakOnScale(peak) * 64) / 64
    if (level === item.last) continue
    item.last = level
    item.draw(level)
  }
}
