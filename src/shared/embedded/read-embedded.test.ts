import { describe, expect, test } from 'vitest'
import { encodeEmbedded, readEmbeddedProject, type ByteReader } from '.'

/** Counts what is read: hostile sizes must not make it much. */
function readerOf(
  bytes: Uint8Array,
  size = bytes.length,
): ByteReader & { readonly read: unknown; most: number } {
  const reader = {
    size,
    most: 0,
    async read(position: number, length: number) {
      reader.most = Math.max(reader.most, length)
      return bytes.subarray(position, position + length)
    },
  }
  return reader
}

const ascii = (text: string) => Uint8Array.from(text, letter => letter.charCodeAt(0))

function le32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...part]))
}

const chunk = (id: string, body: Uint8Array, size = body.length) =>
  join(ascii(id), le32(size), body, new Uint8Array(body.length % 2))
const wav = (...chunks: readonly Uint8Array[]) =>
  join(ascii('RIFF'), le32(0), ascii('WAVE'), ...chunks)

const payload = encodeEmbedded('{}')

async function codeOf(bytes: Uint8Array, size?: number): Promise<string> {
  const read = await readEmbeddedProject(readerOf(bytes, size))
  if (!read.ok) return read.error.code
  return read.value === undefined ? 'none' : 'found'
}

describe('D-04 the project in a sound', () => {
  test('the chunk is found before the samples and after them', async () => {
    const data = chunk('data', new Uint8Array(33))
    expect(await codeOf(wav(chunk('wirh', payload), data))).toBe('found')
    expect(await codeOf(wav(data, chunk('wirh', payload)))).toBe('found')
  })

  test.each<[string, string, Uint8Array]>([
    ['no chunk', 'none', wav(chunk('data', new Uint8Array(8)))],
    ['no sound file', 'none', ascii('hello, world, hello')],
    ['an empty file', 'none', new Uint8Array(0)],
    ['a chunk that is cut off', 'embedded-damaged', wav(chunk('wirh', payload, 400))],
    ['a chunk of 4 GB', 'project-too-large', wav(chunk('wirh', payload, 0xffff_fff0))],
    ['an empty chunk', 'embedded-damaged', wav(chunk('wirh', new Uint8Array(0)))],
    [
      'a form from the future',
      'project-version-newer',
      wav(chunk('wirh', join(le32(2), ascii('{}')))),
    ],
    ['noise for a form', 'embedded-damaged', wav(chunk('wirh', ascii('{"format"')))],
    [
      'what is not UTF-8',
      'embedded-damaged',
      wav(chunk('wirh', join(le32(1), Uint8Array.of(0xff, 0xfe)))),
    ],
    ['a hundred thousand chunks', 'none', wav(new Uint8Array(800_000), chunk('wirh', payload))],
    [
      'a FLAC block beyond the end',
      'embedded-damaged',
      join(ascii('fLaC'), Uint8Array.of(0x82, 0xff, 0xff, 0xff), ascii('wirh')),
    ],
    [
      'a FLAC block too small for its name',
      'none',
      join(ascii('fLaC'), Uint8Array.of(0x82, 0, 0, 2), ascii('wirh')),
    ],
    [
      'an ID3 frame beyond the end',
      'embedded-damaged',
      join(
        ascii('ID3\u0004\0\0'),
        Uint8Array.of(0x7f, 0x7f, 0x7f, 0x7f),
        ascii('PRIV'),
        Uint8Array.of(1, 1, 1, 1, 0, 0),
        ascii('wirh\0'),
      ),
    ],
  ])('%s: %s', async (_what, code, bytes) => {
    const reader = readerOf(bytes)
    expect(await codeOf(bytes)).toBe(code)
    await readEmbeddedProject(reader)
    expect(reader.most).toBeLessThan(1000)
  })
})
