import {
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
  existsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { bytesOf, openBytes } from './byte-source'
import { decodeSound } from './decode-sound'
import { chunk, fmt, int16, riff, type FormatFields } from './testing'
import { parseWavLayout } from './wav-layout'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-wav-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function decode(bytes: Uint8Array) {
  const source = join(folder, 'a.wav')
  const target = join(folder, 'a.f32')
  writeFileSync(source, bytes)
  const facts = await decodeSound({ source, target })
  const samples = facts.ok
    ? new Float32Array(new Uint8Array(readFileSync(target)).buffer)
    : new Float32Array()
  // A failure leaves nothing behind.
  expect(existsSync(target)).toBe(facts.ok)
  return { facts, code: facts.ok ? 'ok' : facts.error.code, samples: [...samples] }
}

const data = chunk('data', int16(0, 16_384, -32_768, 32_767))
const whole = riff([fmt(), data])

describe('every width of sample', () => {
  const bytes = (values: ArrayLike<number>, make: (list: number[]) => ArrayBufferView) => {
    const view = make(Array.from(values))
    return new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength))
  }
  test.each<[string, FormatFields, Uint8Array, number[]]>([
    ['8 bits, unsigned', { bits: 8 }, new Uint8Array([0, 128, 192, 255]), [-1, 0, 0.5, 127 / 128]],
    ['16 bits', { bits: 16 }, int16(0, 16_384, -32_768), [0, 0.5, -1]],
    [
      '24 bits with its edges',
      { bits: 24 },
      new Uint8Array([0, 0, 0x80, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0x40]),
      [-1, 1 - 2 ** -23, -(2 ** -23), 0.5],
    ],
    [
      '32 bits',
      { bits: 32 },
      bytes([0, 2 ** 30, -(2 ** 31)], list => Int32Array.from(list)),
      [0, 0.5, -1],
    ],
    [
      'float',
      { bits: 32, tag: 3 },
      bytes([0.25, -1.5], list => Float32Array.from(list)),
      [0.25, -1.5],
    ],
    [
      'double',
      { bits: 64, tag: 3 },
      bytes([0.25, -1.5], list => Float64Array.from(list)),
      [0.25, -1.5],
    ],
  ])('%s', async (_, format, body, expected) => {
    expect((await decode(riff([fmt(format), chunk('data', body)]))).samples).toEqual(expected)
  })

  test('extensible, with a chunk of odd length before and one after', async () => {
    const head = fmt({ tag: 0xfffe, channels: 2 }).subarray(8)
    const tail = Buffer.from('16001000030000000100000000001000800000aa00389b71', 'hex')
    const file = riff([
      chunk('LIST', new Uint8Array(3)),
      chunk('fmt ', Buffer.concat([head, tail])),
      chunk('data', int16(1, 2, 3, 4)),
      chunk('id3 ', new Uint8Array(9)),
    ])
    const { facts, samples } = await decode(file)
    expect(unwrap(facts)).toMatchObject({ channels: 2, frames: 2 })
    expect(samples).toEqual([1, 2, 3, 4].map(value => value / 32_768))
  })
})

describe('A01 files that are cut off', () => {
  test('at every byte: nothing, or what is whole', async () => {
    for (let length = 0; length < whole.length; length++) {
      const { facts, code } = await decode(whole.subarray(0, length))
      const frames = Math.floor((length - 44) / 2)
      const found = facts.ok ? [facts.value.frames, facts.value.warnings.length] : []
      expect(found).toEqual(frames > 0 ? [frames, 1] : [])
      expect(code).toMatch(/^(ok|audio-(empty|damaged|unsupported))$/)
    }
  })

  test('0 bytes and 1 byte', async () => {
    expect((await decode(new Uint8Array(0))).code).toBe('audio-empty')
    expect((await decode(new Uint8Array(1))).code).toBe('audio-unsupported')
  })
})

describe('A02 chunks that lie', () => {
  test.each([
    ['data of size 0 and no more', riff([fmt(), chunk('data', int16())]), 'audio-empty'],
    ['data of size 0 and samples', riff([fmt(), chunk('data', int16(1, 2), 0)]), 'ok'],
    ['data of size −1', riff([fmt(), chunk('data', int16(1, 2), 0xffff_ffff)]), 'ok'],
    ['data longer than the file', riff([fmt(), chunk('data', int16(1, 2), 1e9)]), 'ok'],
    [
      'a chunk longer than the file',
      riff([chunk('LIST', int16(1), 0xffff_fff0), fmt(), data]),
      'audio-damaged',
    ],
    ['no format', riff([data]), 'audio-damaged'],
    ['two formats', riff([fmt(), fmt(), data]), 'audio-damaged'],
    ['the format after the samples', riff([data, fmt()]), 'ok'],
    ['a format of 4 bytes', riff([chunk('fmt ', int16(1, 1)), data]), 'audio-damaged'],
    ['no samples', riff([fmt()]), 'audio-damaged'],
  ])('%s', async (_, bytes, code) => {
    expect((await decode(bytes)).code).toBe(code)
  })
})

describe('A03 A04 impossible formats', () => {
  test.each<[string, FormatFields, string]>([
    ['0 channels', { channels: 0 }, 'audio-damaged'],
    ['33 channels', { channels: 33 }, 'audio-damaged'],
    ['255 channels', { channels: 255 }, 'audio-damaged'],
    ['65,535 channels', { channels: 65_535 }, 'audio-damaged'],
    ['frames of 0 bytes', { frameBytes: 0 }, 'audio-damaged'],
    ['frames of 3 bytes', { frameBytes: 3 }, 'audio-damaged'],
    ...[0, 1, 7, 12, 33, 64].map((bits): [string, FormatFields, string] => [
      `${bits} bits`,
      { bits },
      'audio-damaged',
    ]),
    ['16-bit floats', { tag: 3, bits: 16 }, 'audio-damaged'],
    ...[0, 1, 999, 768_001, 2 ** 31, 2 ** 32 - 1].map((rate): [string, FormatFields, string] => [
      `${rate} Hz`,
      { rate },
      'audio-damaged',
    ]),
    ['ADPCM', { tag: 2, bits: 4 }, 'audio-unsupported'],
    ['A-law', { tag: 6, bits: 8 }, 'audio-unsupported'],
    ['extensible without its end', { tag: 0xfffe }, 'audio-damaged'],
  ])('%s', async (_, format, code) => {
    const { facts } = await decode(riff([fmt(format), data]))
    expect(facts).toMatchObject({ ok: false, error: { code } })
  })
})

describe('A05 long files', () => {
  const ds64 = (bytes: bigint): Buffer => {
    const body = Buffer.alloc(28)
    body.writeBigUInt64LE(bytes, 8)
    return chunk('ds64', body)
  }
  const long = chunk('data', int16(1, 2, 3), 0xffff_ffff)

  test.each([
    ['with ds64', [ds64(4n), fmt(), long], 2],
    ['without ds64', [fmt(), long], 3],
    ['with a ds64 that lies', [ds64(2n ** 63n), fmt(), long], 3],
    ['with a ds64 that is cut off', [chunk('ds64', new Uint8Array(4)), fmt(), long], 3],
  ])('RF64 %s', async (_, chunks, frames) => {
    for (const mark of ['RF64', 'BW64']) {
      expect(unwrap((await decode(riff(chunks, mark))).facts).frames).toBe(frames)
    }
  })

  test('a sparse file of 6 GB: its length is right', () => {
    const path = join(folder, 'long.wav')
    const bytes = 6 * 1024 ** 3
    const head = riff(
      [ds64(BigInt(bytes)), fmt({ channels: 2, bits: 24 }), chunk('data', int16(), 0xffff_ffff)],
      'RF64',
    )
    const file = openSync(path, 'w')
    writeSync(file, head)
    closeSync(file)
    truncateSync(path, head.length + bytes)
    using source = openBytes(path)
    expect(unwrap(parseWavLayout(source))).toMatchObject({ dataBytes: bytes, truncated: false })
  })
})

describe('A06 samples that are none', () => {
  test('NaN, infinity and 1e38 become silence and are counted; denormals become silence', async () => {
    const values = Float32Array.from([
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -Infinity,
      1e38,
      1e-40,
      -0.5,
    ])
    const { facts, samples } = await decode(
      riff([fmt({ tag: 3, bits: 32 }), chunk('data', new Uint8Array(values.buffer))]),
    )
    expect(samples).toEqual([0.5, 0, 0, 0, 0, 0, -0.5])
    expect(unwrap(facts).mended).toBe(4)
  })

  test('doubles beyond what a float holds', async () => {
    const values = Float64Array.from([1e300, 0.5])
    const { samples } = await decode(
      riff([fmt({ tag: 3, bits: 64 }), chunk('data', new Uint8Array(values.buffer))]),
    )
    expect(samples).toEqual([0, 0.5])
  })
})

describe('A07 floods of chunks', () => {
  test('a million tiny chunks end at a limit, at once', () => {
    const file = riff([Buffer.alloc(8_000_000, chunk('junk', new Uint8Array(0))), fmt(), data])
    const begin = performance.now()
    expect(parseWavLayout(bytesOf(file))).toMatchObject({
      ok: false,
      error: { code: 'audio-damaged' },
    })
    expect(performance.now() - begin).toBeLessThan(500)
  })

  test('a tag in front, and cue points without end behind', async () => {
    const cue = chunk('cue ', new Uint8Array(8).fill(0xff))
    expect(
      (await decode(riff([chunk('id3 ', new Uint8Array(100_000)), cue, fmt(), data, cue]))).code,
    ).toBe('ok')
  })
})

test('A11 2,000 mutations of a WAV file: a sound of a sane size or a failure with a code, never a throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async changes => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        const { facts, code } = await decode(bytes)
        if (!facts.ok) expect(code).toMatch(/^audio-/)
        else expect(facts.value.frames).toBeLessThanOrEqual(whole.length)
      },
    ),
    { numRuns: 2000 },
  )
})
