import { channelOf, type Bus } from './bus'

/** What two signals make by an operation: add (0), subtract, multiply … floor (12). */
function operate(operation: number, a: number, b: number): number {
  switch (operation) {
    case 0:
      return a + b
    case 1:
      return a - b
    case 2:
      return a * b
    case 3:
      return b === 0 ? 0 : a / b
    case 4:
      return Math.min(a, b)
    case 5:
      return Math.max(a, b)
    case 6:
      return (a + b) / 2
    case 7:
      return Math.abs(a)
    case 8:
      return -a
    case 9:
      return Math.sign(a) * Math.abs(a) ** b
    case 10:
      return b === 0 ? 0 : a - b * Math.floor(a / b)
    case 11:
      return Math.round(a / (b === 0 ? 1 : b)) * (b === 0 ? 1 : b)
    default:
      return Math.floor(a)
  }
}

/** Sums, products and comparisons; a knob stands in for an input that nothing is wired to. */
export function math() {
  let compared = 0
  return (
    out: Bus,
    first: Bus,
    second: Bus,
    a: Float32Array,
    b: Float32Array,
    operation: Float32Array,
    hysteresis: Float32Array,
  ): void => {
    out.width = 1
    const to = channelOf(out, 0)
    const as = first.width > 0 ? channelOf(first, 0) : a
    const bs = second.width > 0 ? channelOf(second, 0) : b
    for (let i = 0; i < 128; i++) {
      const kind = operation[i] ?? 0
      const x = as[i] ?? 0
      const y = bs[i] ?? 0
      if (kind < 13) {
        to[i] = operate(kind, x, y)
        continue
      }
      const over = kind === 13 ? x - y : y - x
      const half = (hysteresis[i] ?? 0) / 2
      if (over > half) compared = 1
      else if (over <= -half) compared = 0
      to[i] = compared
    }
  }
}
