import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { decodeSound } from './decode-sound'

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name))
const names = [
  'stereo.mp3',
  'mono.mp3',
  'silence-first.mp3',
  'stereo-16.flac',
  'stereo-24.flac',
  'stereo.ogg',
  'stereo.opus',
]

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-packed-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function decode(bytes: Uint8Array, name = 'a.bin') {
  const source = join(folder, name)
  const target = join(folder, 'a.f32')
  writeFileSync(source, bytes)
  const facts = await decodeSound({ source, target })
  expect(existsSync(target)).toBe(facts.ok)
  const samples = facts.ok
    ? new Float32Array(new Uint8Array(readFileSync(target)).buffer)
    : new Float32Array()
  return { facts, code: facts.ok ? 'ok' : facts.error.code, samples }
}

/** Largest difference from the sines that the fixtures were made of, past the first and last moments. */
function distance(
  samples: Float32Array,
  channels: number,
  rate: number,
  margin: number,
  lead = 0,
): number {
  let worst = 0
  for (let at = margin * channels; at < samples.length - margin * channels; at++) {
    const time = Math.floor(at / channels) / rate
    const left = at % channels === 0
    const sine = left
      ? Math.sin(2 * Math.PI * 1000 * time) / 2
      : Math.sin(2 * Math.PI * 500 * time) / 4
    worst = Math.max(worst, Math.abs((samples[at] ?? 0) - (time < lead ? 0 : sine)))
  }
  return worst
}

describe('whole files, sample for sample where they began', () => {
  test.each<
    [string, { format: string; channels: number; rate: number; frames: number; within: number }]
  >([
    [
      'stereo-16.flac',
      { format: 'flac', channels: 2, rate: 44_100, frames: 11_025, within: 2 ** -15 },
    ],
    [
      'stereo-24.flac',
      { format: 'flac', channels: 2, rate: 44_100, frames: 4410, within: 2 ** -22 },
    ],
    ['stereo.mp3', { format: 'mp3', channels: 2, rate: 44_100, frames: 11_025, within: 0.03 }],
    ['mono.mp3', { format: 'mp3', channels: 1, rate: 44_100, frames: 11_025, within: 0.03 }],
    ['stereo.ogg', { format: 'vorbis', channels: 2, rate: 44_100, frames: 11_025, within: 0.02 }],
    ['stereo.opus', { format: 'opus', channels: 2, rate: 48_000, frames: 12_000, within: 0.05 }],
  ])('%s', async (name, { format, channels, rate, frames, within }) => {
    const { facts, samples } = await decode(fixture(name))
    expect(unwrap(facts)).toEqual({
      format,
      channels,
      sampleRate: rate,
      frames,
      mended: 0,
      warnings: [],
    })
    expect(samples.length).toBe(frames * channels)
    const margin = format === 'flac' ? 0 : 1500
    expect(distance(samples, channels, rate, margin)).toBeLessThan(within)
  })

  test('an MP3 that begins with silence is stereo from its first frame on', async () => {
    const { facts, samples } = await decode(fixture('silence-first.mp3'))
    expect(unwrap(facts)).toMatchObject({ channels: 2, frames: 44_100 })
    const middle = samples.subarray(2 * 36_000, 2 * 42_000)
    const peak = (channel: number) =>
      middle.filter((_, at) => at % 2 === channel).reduce((top, value) => Math.max(top, value), 0)
    expect(peak(0)).toBeCloseTo(0.5, 1)
    expect(peak(1)).toBeCloseTo(0.25, 1)
  })
})

test.skipIf(!existsSync('/usr/bin/ffmpeg'))(
  'a minute of each: no frame is lost between pieces',
  async () => {
    const noise = ['-f', 'lavfi', '-i', 'anoisesrc=d=60:r=48000:seed=1:a=0.3', '-ac', '2']
    const kinds = [
      ['flac', 'flac', 48_000 * 60],
      ['ogg', 'libvorbis', 48_000 * 60],
      ['opus', 'libopus', 48_000 * 60],
      ['mp3', 'libmp3lame', 48_000 * 60],
    ] as const
    for (const [extension, codec, frames] of kinds) {
      const path = join(folder, `noise.${extension}`)
      execFileSync('/usr/bin/ffmpeg', ['-v', 'error', ...noise, '-c:a', codec, path])
      const { facts } = await decode(readFileSync(path))
      expect(unwrap(facts)).toMatchObject({ frames, warnings: [] })
    }
  },
)

describe('A08 what calls itself music', () => {
  test.each([
    [
      'random bytes',
      Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919 + 3) % 251)),
      'audio-unsupported',
    ],
    ['text', Buffer.from('This is no sound. '.repeat(500)), 'audio-unsupported'],
    ['an AIFF', Buffer.from('FORM....AIFFCOMM'), 'audio-unsupported'],
    ['an MP4', Buffer.from('....ftypM4A mp42'), 'audio-unsupported'],
    [
      'OGG with something else in it',
      Buffer.concat([
        Buffer.from('OggS'),
        Buffer.alloc(22),
        Buffer.from([1, 30]),
        Buffer.from('Speex   '),
      ]),
      'audio-unsupported',
    ],
    ['a FLAC of its header alone', fixture('stereo-16.flac').subarray(0, 42), 'audio-damaged'],
    [
      'FLAC and then noise',
      Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(9000, 0x5a)]),
      'audio-damaged',
    ],
    ['an MP3 of one frame header', Buffer.from([0xff, 0xfb, 0x90, 0x00]), 'audio-damaged'],
    [
      'an empty tag',
      Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0', 'latin1')]),
      'audio-damaged',
    ],
    [
      'a tag longer than the file',
      Buffer.from('ID3\u0004\0\0\u007f\u007f\u007f\u007f', 'latin1'),
      'audio-damaged',
    ],
    ['an OGG of one page', fixture('stereo.ogg').subarray(0, 58), 'audio-damaged'],
    ['an Opus of one page', fixture('stereo.opus').subarray(0, 47), 'audio-damaged'],
  ])('%s', async (_, bytes, code) => {
    expect((await decode(bytes)).facts).toMatchObject({ ok: false, error: { code } })
  })

  test('the content counts, not the name', async () => {
    expect(unwrap((await decode(fixture('stereo-16.flac'), 'song.mp3')).facts).format).toBe('flac')
  })

  test.each(names)('%s cut off at every tenth: nothing, or what is whole', async name => {
    const bytes = fixture(name)
    const all = unwrap((await decode(bytes)).facts).frames
    for (let tenth = 1; tenth < 10; tenth++) {
      const { facts, code } = await decode(
        bytes.subarray(0, Math.floor((bytes.length * tenth) / 10)),
      )
      if (facts.ok) expect(facts.value.frames).toBeLessThanOrEqual(all + 1152)
      else expect(code).toMatch(/^audio-/)
    }
  })

  test.each([9000, 12_000, 17_000])('a FLAC with a hole at %d never passes for whole', async at => {
    const bytes = fixture('stereo-16.flac')
    bytes.fill(0, at, at + 100)
    const { facts } = await decode(bytes)
    const told = facts.ok ? facts.value.warnings : [facts.error.message]
    expect(told).toHaveLength(1)
  })

  test('two rates in one file', async () => {
    const other = Buffer.from(fixture('mono.mp3'))
    // The same frames with 48 kHz in their headers.
    for (let at = 0; at + 1 < other.length; at++) {
      if (other[at] !== 0xff || (other[at + 1] ?? 0) >> 4 !== 0xf) continue
      other[at + 2] = ((other[at + 2] ?? 0) & 0xf3) | 4
    }
    const { code } = await decode(Buffer.concat([fixture('mono.mp3'), other]))
    expect(['ok', 'audio-damaged']).toContain(code)
  })

  test('A09 a picture of 20 MB in the tag is passed over', async () => {
    const size = 20 * 1024 * 1024
    const tag = Buffer.alloc(10 + size)
    tag.write('ID3\u0004', 'latin1')
    for (const [index, shift] of [21, 14, 7, 0].entries()) tag[6 + index] = (size >> shift) & 0x7f
    const { facts } = await decode(Buffer.concat([tag, fixture('stereo.mp3')]))
    expect(unwrap(facts)).toMatchObject({ channels: 2, sampleRate: 44_100 })
  })
})

describe('A11 mutations', () => {
  test.each(names)('60 of %s: a sound of a sane size or a failure, in time', async name => {
    const whole = fixture(name)
    let state = 1
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state % below
    }
    for (let round = 0; round < 60; round++) {
      const bytes = Buffer.from(whole)
      for (let change = 0; change <= round % 8; change++) bytes[random(bytes.length)] = random(256)
      const begin = performance.now()
      const { facts, code } = await decode(bytes)
      expect(performance.now() - begin).toBeLessThan(2000)
      if (facts.ok) expect(facts.value.frames).toBeLessThan(1e7)
      else expect(code).toMatch(/^audio-/)
    }
  })
})
