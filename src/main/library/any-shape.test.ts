import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { decodeSound } from './decode-sound'
import { chunk, fmt, int16, riff } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'any-shape-'))
afterAll(() => rmSync(folder, { recursive: true }))
const target = join(folder, 'out.f32')
const FRAMES = 100

async function decode(bytes: Uint8Array) {
  const source = join(folder, 'in.wav')
  writeFileSync(source, bytes)
  return decodeSound({ source, target })
}

function wav(channels: number, rate: number, frames = FRAMES): Buffer {
  const samples = int16(...Array.from({ length: channels * frames }, (_, n) => (n * 37) % 30_000))
  return riff([fmt({ channels, rate }), chunk('data', samples)])
}

describe('A-06 a sound file of any shape', () => {
  test.each([1, 2, 3, 6, 8, 16, 32])('%i channels are all there', async channels => {
    const facts = unwrap(await decode(wav(channels, 48_000)))
    expect(facts).toMatchObject({ channels, frames: FRAMES })
    expect(statSync(target).size).toBe(FRAMES * channels * 4)
  })

  test.each([8000, 11_025, 22_050, 44_100, 96_000, 192_000, 384_000, 768_000])(
    '%i Hz stay what they are',
    async sampleRate => {
      expect(unwrap(await decode(wav(2, sampleRate)))).toMatchObject({ sampleRate, frames: FRAMES })
    },
  )

  test.each([
    ['no channel at all', wav(0, 48_000)],
    ['64 channels', wav(64, 48_000)],
    ['65,535 channels', riff([fmt({ channels: 65_535 }), chunk('data', int16(1, 2, 3))])],
    ['0 Hz', wav(1, 0)],
    ['4 GHz', wav(1, 4_000_000_000)],
    ['no frame', wav(2, 48_000, 0)],
    ['nothing', Buffer.alloc(0)],
    ['a header alone', Buffer.from('RIFF')],
    ['no data', riff([fmt()])],
    ['half a header', wav(2, 48_000).subarray(0, 21)],
  ])('%s: a failure with a code, and no file is left', async (_name, bytes) => {
    const decoded = await decode(bytes)
    expect(decoded.ok ? '' : decoded.error.code).toMatch(/^audio-/)
    expect(() => statSync(target)).toThrow('ENOENT')
  })

  test('cut off in the middle of its samples: what is whole', async () => {
    const whole = wav(2, 48_000)
    const facts = unwrap(await decode(whole.subarray(0, whole.length - 203)))
    expect(facts.frames).toBe(49)
  })
})
