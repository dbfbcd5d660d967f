import { readFileSync, writeFileSync } from 'node:fs'

export const RATE = 44_100

/** A chord and strokes, as a WAV of floats. */
export function writeMix(path: string, seconds: number): string {
  const frames = Math.round(seconds * RATE)
  const bytes = Buffer.alloc(44 + frames * 4)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + frames * 4, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(3, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(RATE, 24)
  bytes.writeUInt32LE(RATE * 4, 28)
  bytes.writeUInt16LE(4, 32)
  bytes.writeUInt16LE(32, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(frames * 4, 40)
  for (let frame = 0; frame < frames; frame++) {
    const time = frame / RATE
    const stroke = Math.exp(-((time * 4) % 1) * 80) * Math.sin(frame * frame)
    bytes.writeFloatLE(0.3 * Math.sin(2 * Math.PI * 330 * time) + 0.3 * stroke, 44 + frame * 4)
  }
  writeFileSync(path, bytes)
  return path
}

/** The samples of a WAV of 32-bit floats. */
export function samplesOf(path: string): Float32Array {
  const bytes = readFileSync(path)
  const at = bytes.indexOf('data') + 8
  const { buffer } = new Uint8Array(bytes.subarray(at))
  return new Float32Array(buffer)
}
