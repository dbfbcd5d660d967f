import { channelOf, type Bus } from './bus'
import { exp2Single } from './singles'
import { waveTables } from './wave-tables'

/** A sine (0), or a saw, square or triangle out of band-limited tables, four an octave; `phase` is added to the running one. */
export function oscillator(sampleRate: number) {
  const tables = [1, 2, 3].map(waveTables)
  const period = 1 / sampleRate
  const span = new Float32Array(1)
  const bits = new Int32Array(span.buffer)
  let phase = 0
  let wave = 0

  function sampleAt(turn: number, speed: number): number {
    if (wave === 0) return Math.sin(2 * Math.PI * turn)
    const { samples, stride } = tables[wave - 1] ?? { samples: span, stride: 1 }
    span[0] = Math.max(2 ** -11, Math.min(0.4999999, Math.abs(speed)))
    const level = ((bits[0] ?? 0) >>> 21) - ((127 - 11) << 2)
    const fade = ((bits[0] ?? 0) & 0x1fffff) / 0x200000
    const place = turn * 4096
    const whole = Math.floor(place)
    const rest = place - whole
    const at = level * stride + whole
    const bright = samples[at] ?? 0
    const dull = samples[at + stride] ?? 0
    const a = bright + rest * ((samples[at + 1] ?? 0) - bright)
    const b = dull + rest * ((samples[at + stride + 1] ?? 0) - dull)
    return a + fade * (b - a)
  }

  return (
    out: Bus,
    waveform: Float32Array,
    frequency: Float32Array,
    detune: Float32Array,
    start: Float32Array,
  ): void => {
    out.width = 1
    const to = channelOf(out, 0)
    let cents = 0
    let factor = 1
    for (let i = 0; i < 128; i += 4) {
      if (i % 16 === 0) {
        phase -= Math.floor(phase)
        wave = waveform[i] ?? 0
      }
      let passed = 0
      for (let k = i; k < i + 4; k++) {
        if (detune[k] !== cents) {
          cents = detune[k] ?? 0
          factor = exp2Single(Math.fround(cents * Math.fround(1 / 1200)))
        }
        const speed = Math.max(-0.5, Math.min(0.5, (frequency[k] ?? 0) * factor * period))
        // To the next part of a turn in 32 bits.
        const turns = phase + passed + (start[k] ?? 0) + 1_572_864 - 1_572_864
        to[k] = sampleAt(turns - Math.floor(turns), speed)
        passed += speed
      }
      phase += passed
    }
  }
}
