import { divisions } from '../lib/note-lengths'

/** The timeline's beats at a tempo, frame by frame, as the engine tells them to kernels. */
export function timeline(frames: number, tempo: number, from = 0, sampleRate = 48_000) {
  const position = Float64Array.from(
    { length: frames },
    (_, frame) => ((from + frame) * tempo) / 60 / sampleRate,
  )
  return {
    beat: Float32Array.from(position, Math.floor),
    part: Float32Array.from(position, at => at - Math.floor(at)),
  }
}

/** The index of a division by its name. */
export function divisionIndex(name: string): number {
  return divisions.findIndex(division => division === name)
}

/** Frames at which a gate goes on. */
export function risingEdges(gate: Float32Array): number[] {
  return [...gate.keys()].filter(
    frame => (gate[frame] ?? 0) >= 0.5 && (frame === 0 || (gate[frame - 1] ?? 0) < 0.5),
  )
}

/** A gate that goes on and off at irregular times, frames of 7 to some 90 apart. */
export function irregularGate(frames: number, seed: number): Float32Array {
  let until = 0
  let count = seed
  let on = 1
  return Float32Array.from({ length: frames }, (_, frame) => {
    if (frame >= until) {
      count++
      on = 1 - on
      until = frame + 7 + ((count * count * 31) % 83)
    }
    return on
  })
}
