import { writeFileSync } from 'node:fs'

const RATE = 44_100

/** What the header of a WAV says. */
export interface WavHead {
  readonly channels?: number
  readonly rate?: number
  readonly bits?: number
  readonly format?: number
  /** Bytes of sound. */
  readonly data?: number
}

/** A WAV header that says what it is told to, before so many bytes of sound, all of them zero. */
export function wavOf(said: WavHead = {}, sound = 0): Uint8Array<ArrayBuffer> {
  const { channels = 1, rate = 48_000, bits = 16, format = 1, data = sound } = said
  const bytes = new Uint8Array(44 + sound)
  const view = new DataView(bytes.buffer)
  const word = (at: number, letters: string) => bytes.set(new TextEncoder().encode(letters), at)
  word(0, 'RIFF')
  view.setUint32(4, (36 + data) >>> 0, true)
  word(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, format, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * channels * (bits / 8), true)
  view.setUint16(32, (channels * bits) / 8, true)
  view.setUint16(34, bits, true)
  word(36, 'data')
  view.setUint32(40, data >>> 0, true)
  return bytes
}

/** Writes a sound of 16 bit in stereo: `at` gives both channels for a time in seconds, from -1 to 1. */
export function writeWav(path: string, seconds: number, at: (time: number) => number): string {
  const samples = new Int16Array(seconds * RATE * 2)
  for (let frame = 0; frame < samples.length / 2; frame++) {
    const value = 32_767 * at(frame / RATE)
    samples.set([value, value * 0.8], 2 * frame)
  }
  const bytes = wavOf({ channels: 2, rate: RATE }, samples.byteLength)
  bytes.set(new Uint8Array(samples.buffer), 44)
  writeFileSync(path, bytes)
  return path
}
