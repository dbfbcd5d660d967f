import { implement } from '@orpc/server'
import { contract } from '#shared/contract'
import { sleep } from '../kit'

/** Renders a tone that dies away. */
export function fakeAuditions() {
  const shell = implement(contract)
  return {
    listen: shell.auditions.listen.handler(async function* () {
      for (let step = 0; step < 5; step++) {
        yield { kind: 'progress', stage: 'Rendering', done: step / 5 }
        // oxlint-disable-next-line no-await-in-loop
        await sleep(100)
      }
      yield { kind: 'ready', wav: tone(), seconds: 4, by: 'phrase', node: 'Tape Age' }
    }),
  }
}

function tone(): string {
  const rate = 48_000
  const frames = 4 * rate
  const data = new DataView(new ArrayBuffer(44 + frames * 2))
  const write = (at: number, text: string) =>
    Array.from(text, (letter, index) => data.setUint8(at + index, letter.charCodeAt(0)))
  write(0, 'RIFF')
  data.setUint32(4, 36 + frames * 2, true)
  write(8, 'WAVEfmt ')
  data.setUint32(16, 16, true)
  data.setUint16(20, 1, true)
  data.setUint16(22, 1, true)
  data.setUint32(24, rate, true)
  data.setUint32(28, rate * 2, true)
  data.setUint16(32, 2, true)
  data.setUint16(34, 16, true)
  write(36, 'data')
  data.setUint32(40, frames * 2, true)
  for (let frame = 0; frame < frames; frame++) {
    const beat = (frame % (rate / 2)) / rate
    const sample = Math.sin((frame / rate) * 2 * Math.PI * 220) * Math.exp(-beat * 6)
    data.setInt16(44 + frame * 2, sample * 12_000, true)
  }
  const bytes = new Uint8Array(data.buffer)
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
