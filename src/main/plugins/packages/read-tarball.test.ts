import { gunzipSync, gzipSync } from 'node:zlib'
import { assert, asyncProperty, nat } from 'fast-check'
import { Header } from 'tar'
import { describe, expect, test } from 'vitest'
import { readTarball } from './read-tarball'
import { writeTarball } from './write-tarball'

type Kind = ConstructorParameters<typeof Header>[0] extends infer Data
  ? Data extends { type?: infer Type }
    ? Type
    : never
  : never

interface Entry {
  readonly path: string
  readonly text?: string
  readonly type?: Kind
  readonly linkpath?: string
}

/** A tar as its author wants it, checked by nobody. */
function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, text = '', type = 'File', linkpath = '' }) => {
    const size = type === 'File' ? Buffer.byteLength(text) : 0
    const header = new Header({ path, size, type, linkpath, mode: 0o644, mtime: new Date(0) })
    header.encode()
    const body = Buffer.alloc(Math.ceil(size / 512) * 512)
    body.write(text)
    return [header.block ?? Buffer.alloc(512), ...(size > 0 ? [body] : [])]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

/** The first entry of a tar as one of another kind, its checksum right. */
function retyped(tar: Buffer, kind: string): Buffer {
  const other = Buffer.from(tar)
  other.write(kind, 156, 'latin1')
  other.fill(' ', 148, 156)
  const sum = other.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  other.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return other
}

async function codeOf(bytes: Buffer): Promise<string> {
  const read = await readTarball(bytes)
  return read.ok ? 'ok' : read.error.code
}

const good = [{ path: 'package/plugin.json', text: '{}' }]
const files = [
  { path: 'plugin.json', bytes: Buffer.from('{"id":"x"}') },
  { path: 'assets/deep/a.bin', bytes: Buffer.alloc(1000, 7) },
]

describe('S1-02 a package is read', () => {
  test('as it was written, and the same files are the same bytes', async () => {
    const packed = writeTarball(files)
    expect(writeTarball(files.toReversed())).toEqual(packed)
    const read = await readTarball(packed)
    expect(read.ok && read.value.toSorted((a, b) => (a.path > b.path ? -1 : 1))).toEqual(files)
  })

  test.each(['package', 'repository-1.2.3', 'anything at all'])(
    'without the folder “%s” around its files',
    async folder => {
      const read = await readTarball(tarOf([{ path: `${folder}/plugin.json`, text: '{}' }]))
      expect(read.ok && read.value.map(({ path }) => path)).toEqual(['plugin.json'])
    },
  )
})

describe('S1-02 nothing of a bad package is unpacked', () => {
  test.each<[string, Entry]>([
    ['Z01 a way up', { path: 'package/../../evil' }],
    ['Z01 a way up with backslashes', { path: 'package/..\\evil' }],
    ['Z02 an absolute path', { path: '/etc/evil' }],
    ['Z02 a drive', { path: 'package/C:evil' }],
    ['Z03 a symbolic link', { path: 'package/l', type: 'SymbolicLink', linkpath: '/etc' }],
    ['Z03 a hard link', { path: 'package/l', type: 'Link', linkpath: 'package/plugin.json' }],
    ['Z03 a device', { path: 'package/d', type: 'CharacterDevice' }],
    ['Z03 a pipe', { path: 'package/p', type: 'FIFO' }],
    ['Z04 a name twice', { path: 'package/plugin.json', text: '{"second":1}' }],
    ['Z04 a name in capitals', { path: 'package/PLUGIN.json' }],
    ['Z05 a device of Windows', { path: 'package/nul.js' }],
  ])('%s', async (_name, entry) => {
    expect(await codeOf(tarOf([...good, entry]))).toBe('package-refused')
  })

  test('Z07 with something behind its end: bytes, another tar, another gzip', async () => {
    const packed = writeTarball(files)
    const evil = gunzipSync(tarOf([{ path: 'package/evil.js', text: '1' }]))
    const behind = [
      Buffer.concat([packed, Buffer.from('more')]),
      Buffer.concat([packed, gzipSync(evil)]),
      gzipSync(Buffer.concat([gunzipSync(packed), evil])),
    ]
    expect(await codeOf(packed)).toBe('ok')
    for (const bytes of behind) {
      expect(await codeOf(bytes)).toMatch(/^package-(damaged|refused)$/)
    }
  })

  test('Z07 where two headers say different sizes of one file', async () => {
    const tar = gunzipSync(tarOf([{ path: 'x', text: '16 size=1048576\n' }, ...good]))
    const lying = retyped(tar, 'x')
    expect(await codeOf(gzipSync(lying))).toMatch(/^package-(damaged|refused)$/)
  })

  test('Z07 with a file that other readers put elsewhere, for it has holes', async () => {
    const record = '29 GNU.sparse.name=package/a\n'
    const tar = gunzipSync(tarOf([{ path: 'x', text: record }, ...good]))
    expect(await codeOf(gzipSync(retyped(tar, 'x')))).toBe('package-refused')
  })

  test.each(['7', 'S', 'M', 'V', 'Z', 'A'])('Z09 of an entry of the kind %s', async kind => {
    const tar = gunzipSync(tarOf([{ path: 'package/odd', text: '1' }, ...good]))
    expect(await codeOf(gzipSync(retyped(tar, kind)))).toBe('package-refused')
  })

  test('Z11 with two manifests', async () => {
    const entries = [{ path: 'plugin.json', text: '{}' }, ...good]
    expect(await codeOf(tarOf(entries))).toBe('package-refused')
  })

  test('Z06 a bomb is stopped, long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await codeOf(bomb)).toBe('package-too-large')
  })

  test('Z10 so are five thousand folders', async () => {
    const folders = Array.from({ length: 5000 }, (_, index): Entry => ({
      path: `package/${index}/`,
      type: 'Directory',
    }))
    expect(await codeOf(tarOf([...good, ...folders]))).toBe('package-too-large')
  })

  test('Z08 cut off at any of fifty places', async () => {
    const packed = writeTarball(files)
    for (let cut = 0; cut < 50; cut++) {
      const part = packed.subarray(0, Math.floor((packed.length * cut) / 50))
      expect(await codeOf(part)).toBe('package-damaged')
    }
  })

  test('Z08 a flipped bit of the tar is found, or the file is the one it was', async () => {
    const tar = gunzipSync(writeTarball(files))
    await assert(
      asyncProperty(nat(tar.length * 8 - 1), async bit => {
        const flipped = Buffer.from(tar)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const read = await readTarball(gzipSync(flipped))
        if (!read.ok) return
        // Contents have no checksum of their own in a tar: the integrity of the whole is what holds them.
        for (const { path } of read.value) expect(files.map(file => file.path)).toContain(path)
      }),
      { numRuns: 200 },
    )
  })

  test('what is no package at all', async () => {
    expect(await codeOf(Buffer.from('PK\u0003\u0004 a zip'))).toBe('package-damaged')
    expect(await codeOf(gzipSync(Buffer.from('no tar')))).toBe('package-damaged')
  })
})
