import { toFrames, toGain, type Frames, type Gain, type Hertz } from '#shared/kit'
import { clicksBetween, clickSound, countInBefore, type TransportSettings } from '#shared/graph'
import type { Segment } from '../render'

/** Where a click is not heard any more, as a part of its beginning: −120 dB. */
const SILENT = 1e-6
/** `decay` is the time to a thousandth. */
const RATE_OF_DECAY = Math.log(1000) / clickSound.decay

/** A click that sounds. */
interface Ringing {
  readonly gain: Gain
  /** Radians a frame. */
  readonly turn: number
  /** Where it begins in the next block, or how long ago it began. */
  at: Frames
}

/**
 * The metronome as it is heard: beside the graph, in what is played and never in what is rendered into files. Clicks
 * lie on the frames of their beats, whatever the blocks are.
 */
export class Clicks {
  #transport: TransportSettings | undefined
  #rate: Hertz = 48_000
  #ringing: Ringing[] = []
  /** Of a count-in: frames that are left, and the clicks that are to come, by the frames left then. */
  #left: Frames = 0
  #counted: { readonly left: Frames; readonly accent: boolean }[] = []

  /** The settings from now on. */
  follow(transport: TransportSettings, rate: Hertz): void {
    this.#transport = transport
    this.#rate = rate
  }

  /** Silence, then where it is wanted the count-in before a place. */
  begin(position: Frames, countIn: boolean): void {
    this.#ringing = []
    this.#left = 0
    this.#counted = []
    if (!countIn || this.#transport === undefined) return
    const { length, clicks } = countInBefore(this.#transport, position / this.#rate)
    const frames = toFrames(length, this.#rate)
    // Blocks are whole quanta: what is left over comes before the first click.
    this.#left = Math.ceil(frames / 128) * 128
    this.#counted = clicks.map(({ time, accent }) => ({
      left: frames - toFrames(time, this.#rate),
      accent,
    }))
  }

  /** Frames of the count-in that are left: whole quanta. */
  get left(): Frames {
    return this.#left
  }

  /** Adds the next frames of the count-in. */
  countIn(samples: Float32Array): void {
    const frames = samples.length / 2
    for (const { left, accent } of this.#counted) {
      const at = this.#left - left
      if (at >= 0 && at < frames) this.#strike(at, accent)
    }
    this.#left -= frames
    this.#ring(samples)
  }

  /** Adds the clicks of what is heard: interleaved stereo, and where it lies on the timeline. */
  add(samples: Float32Array, segments: readonly Segment[]): void {
    const { enabled } = this.#transport?.metronome ?? {}
    if (enabled === true) for (const segment of segments) this.#find(segment)
    this.#ring(samples)
  }

  #find({ offset, frames, position, stands }: Segment): void {
    if (stands || this.#transport === undefined) return
    const time = (frame: Frames) => Math.max(0, frame) / this.#rate
    // A click lies on the frame that is nearest to its time.
    const near = clicksBetween(this.#transport, time(position - 1), time(position + frames + 1))
    for (const click of near) {
      const at = toFrames(click.time, this.#rate) - position
      if (at >= 0 && at < frames) this.#strike(offset + at, click.accent)
    }
  }

  #strike(at: Frames, accent: boolean): void {
    const gain = toGain(this.#transport?.metronome.level ?? 0)
    const frequency = accent ? clickSound.accent : clickSound.beat
    this.#ringing.push({ gain, turn: (2 * Math.PI * frequency) / this.#rate, at })
  }

  #ring(samples: Float32Array): void {
    if (this.#ringing.length === 0) return
    const decay = Math.exp(-RATE_OF_DECAY / this.#rate)
    const length = Math.ceil(Math.log(SILENT) / Math.log(decay))
    const frames = samples.length / 2
    for (const click of this.#ringing) {
      const { at, gain, turn } = click
      for (let frame = Math.max(0, at); frame < Math.min(frames, at + length); frame++) {
        const age = frame - at
        const sample = gain * decay ** age * Math.sin(turn * age)
        samples[2 * frame] = (samples[2 * frame] ?? 0) + sample
        samples[2 * frame + 1] = (samples[2 * frame + 1] ?? 0) + sample
      }
      click.at -= frames
    }
    this.#ringing = this.#ringing.filter(({ at }) => at > -length)
  }
}
