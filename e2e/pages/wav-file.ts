import { writeFileSync } from 'node:fs'

const RATE = 44_100

/** Writes a sound of 16 bit in stereo: `at` gives both channels for a time in seconds, from -1 to 1. */
export function writeWav(path: string, seconds: number, at: (time: number) => number): string {
  const samples = new Int16Array(seconds * RATE * 2)
  for (let frame = 0; frame < samples.length / 2; frame++) {
    const value = 32_767 * at(frame / RATE)
    samples.set([value, value * 0.8], 2 * frame)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + samples.byteLength, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE * 4, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(samples.byteLength, 40)
  writeFileSync(path, Buffer.concat([head, new Uint8Array(samples.buffer)]))
  return path
}
