/** The signals of a timeline that plays: values a frame of `tempo`, `beat` and `phase`. */
export type Timeline = {
  readonly tempo: number
  readonly beat: Float32Array
  readonly phase: Float32Array
}

/** A timeline at a steady tempo. `startOf` gives the beat at which a frame lies, where it is not that. */
export function steadyTimeline(
  frames: number,
  tempo: number,
  startOf: (frame: number) => number = frame => (frame * tempo) / 60 / 48_000,
): Timeline {
  const beats = Float64Array.from({ length: frames }, (_, frame) => startOf(frame))
  return {
    tempo,
    beat: Float32Array.from(beats, Math.floor),
    phase: Float32Array.from(beats, beat => Math.min(beat - Math.floor(beat), 1 - 2 ** -24)),
  }
}
