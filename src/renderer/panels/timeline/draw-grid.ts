import {
  barPosition,
  barStart,
  gridStep,
  type Beats,
  type Grid,
  type TransportSettings,
} from '#shared/graph'

/** Bar numbers stand at least so far apart. */
const LABEL_ROOM = 56

/** Every so many bars have a number, so that numbers do not meet. */
export function barStride(transport: TransportSettings, left: Beats, zoom: number): number {
  const bar = gridStep(transport, left, 'bar') * zoom
  let stride = 1
  while (bar * stride < LABEL_ROOM) stride *= 2
  return stride
}

/** Calls `line` for each line of the grid between two beats: bars, the strides of bars, and what lies between. */
export function eachLine(
  transport: TransportSettings,
  from: Beats,
  to: Beats,
  { grid, stride }: { readonly grid: Grid; readonly stride: number },
  line: (beat: Beats, kind: 'bar' | 'stride' | 'part', bar: number) => void,
): void {
  const first = barPosition(transport, from).bar
  const begin = first - ((first - 1) % stride)
  for (let bar = begin; ; bar += stride === 1 ? 1 : stride) {
    const start = barStart(transport, bar)
    if (start > to) return
    line(start, stride > 1 || (bar - 1) % stride === 0 ? 'stride' : 'bar', bar)
    if (stride > 1 || typeof grid !== 'number') continue
    const next = barStart(transport, bar + 1)
    for (let beat = start + grid; beat < next - 1e-6 && beat <= to; beat += grid) {
      line(beat, 'part', bar)
    }
  }
}
