import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyProject, type Asset, type Project } from '#shared/graph'
import { err, fail, ok, unwrap } from '#shared/kit'
import { nodeFiles, sha256, silentLog, type FilePort } from '../kit'
import { createWavWriter } from '../sound-files'
import { decodeSound } from './decode-sound'
import { createLibraryService } from './library-service'
import { workerDecoder, type RunDecoder } from './run-decoder'

const call = { signal: new AbortController().signal }
let home = ''
let document: Project = emptyProject('p', 'Test')
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-library-'))
  mkdirSync(join(home, 'song'))
  document = emptyProject('p', 'Test')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function library(parts: { decode?: RunDecoder; files?: FilePort } = {}) {
  const opened = (project: string) =>
    project === 'p'
      ? ok({ document, folder: join(home, 'song') })
      : err(fail('project-not-open', ''))
  return createLibraryService({
    projects: { opened },
    paths: { cache: join(home, 'cache') },
    log: silentLog,
    decode: decodeSound,
    ...parts,
  })
}

function wav(samples: Float32Array, channels = 1): Buffer {
  const writer = createWavWriter({ format: 'wav32f', channels, sampleRate: 48_000 })
  return Buffer.concat([writer.header(samples.length / channels), writer.encode(samples)])
}

const ramp = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => Math.sin(at / 100) * (at / length))

const audio = (): string[] =>
  existsSync(join(home, 'song/audio')) ? readdirSync(join(home, 'song/audio')) : []
const upload = (bytes: Uint8Array, name: string): File => new File([new Uint8Array(bytes)], name)

function addAsset(asset: Asset): void {
  document = { ...document, assets: { ...document.assets, [asset.sha256]: asset } }
}

describe('E-18 a sound comes into the project', () => {
  test('by its bytes: kept as it is, decoded once, named by what it is', async () => {
    const samples = ramp(5000)
    const bytes = wav(samples, 2)
    const service = library()
    const { asset } = unwrap(
      await service.importFile({ project: 'p', file: upload(bytes, 'My song.mp3') }, call),
    )
    const hash = sha256(bytes)
    expect(asset).toEqual({
      sha256: hash,
      name: 'My song.mp3',
      path: `audio/My song-${hash.slice(0, 8)}.wav`,
      bytes: bytes.length,
      sampleRate: 48_000,
      channels: 2,
      frames: 2500,
    })
    expect(readFileSync(join(home, 'song', asset.path))).toEqual(bytes)
    const sound = unwrap(await service.decoded(asset, join(home, 'song')))
    expect([sound.sampleRate, sound.channels, sound.frames]).toEqual([48_000, 2, 2500])
    expect(new Float32Array(new Uint8Array(readFileSync(sound.path)).buffer)).toEqual(samples)
  })

  test('the same sound twice is one file; two sounds of one name are two', async () => {
    const service = library()
    const one = wav(ramp(100))
    const first = unwrap(
      await service.importFile({ project: 'p', file: upload(one, 'a.wav') }, call),
    )
    const again = unwrap(
      await service.importFile({ project: 'p', file: upload(one, 'a.wav') }, call),
    )
    const other = unwrap(
      await service.importFile({ project: 'p', file: upload(wav(ramp(200)), 'a.wav') }, call),
    )
    expect(again).toEqual(first)
    expect(other.asset.path).not.toBe(first.asset.path)
    expect(audio().length).toBe(2)
  })

  test.each([
    ['../../etc/passwd.wav', /^passwd-\w{8}\.wav$/],
    ['C:\\music\\kick.wav', /^kick-\w{8}\.wav$/],
    ['.hidden', /^sound-\w{8}\.wav$/],
    ['CON.wav', /^sound-\w{8}\.wav$/],
    ['<b>"a"|?*.wav', /^_b__a____-\w{8}\.wav$/],
    ['\u202Egnp.wav', /^gnp-\w{8}\.wav$/],
    [`${'ü'.repeat(300)}.wav`, /^ü+-\w{8}\.wav$/],
    ['…', /^…-\w{8}\.wav$/],
  ])('the name “%s” becomes one that every file system takes', async (name, expected) => {
    const { asset } = unwrap(
      await library().importFile({ project: 'p', file: upload(wav(ramp(10)), name) }, call),
    )
    expect(asset.path.replace('audio/', '')).toMatch(expected)
    expect(Buffer.byteLength(asset.path)).toBeLessThan(255)
    expect(existsSync(join(home, 'song', asset.path))).toBe(true)
  })

  test.each([
    ['0 bytes', new Uint8Array(0), 'audio-empty'],
    ['text', Buffer.from('hello'), 'audio-unsupported'],
    ['a WAV cut in its header', wav(ramp(10)).subarray(0, 30), 'audio-damaged'],
  ])('%s: a failure with a code, and nothing is left', async (_, bytes, code) => {
    const result = await library().importFile({ project: 'p', file: upload(bytes, 'a.wav') }, call)
    expect(result).toMatchObject({ ok: false, error: { code } })
    expect(audio()).toEqual([])
    expect(readdirSync(join(home, 'cache/decoded'))).toEqual([])
  })

  test('from a path: regular files only', async () => {
    const service = library()
    const outcome = async (path: string) => {
      const result = await service.importPath({ project: 'p', path }, call)
      return result.ok ? 'ok' : result.error.code
    }
    writeFileSync(join(home, 'a.wav'), wav(ramp(10)))
    symlinkSync('/dev/zero', join(home, 'zero.wav'))
    expect(await outcome(join(home, 'a.wav'))).toBe('ok')
    expect(await outcome(home)).toBe('file-unreadable')
    expect(await outcome(join(home, 'zero.wav'))).toBe('file-unreadable')
    expect(await outcome(join(home, 'none.wav'))).toBe('file-not-found')
    expect(
      await service.importPath({ project: 'x', path: join(home, 'a.wav') }, call),
    ).toMatchObject({ ok: false })
  })

  test('A06 what was mended is told', async () => {
    const bytes = wav(Float32Array.from([0.5, Number.NaN]))
    const result = unwrap(
      await library().importFile({ project: 'p', file: upload(bytes, 'a.wav') }, call),
    )
    expect(result).toMatchObject({ warnings: [expect.stringContaining('1 samples')] })
  })

  test('F06 each call that fails: a code, and nothing is left; then it works', async () => {
    for (let k = 1; k < 30; k++) {
      let count = 0
      const step = <T>(work: () => Promise<T>): Promise<T> => {
        if (++count === k) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
        return work()
      }
      const files: FilePort = {
        ...nodeFiles,
        create: path => step(() => nodeFiles.create(path)),
        link: (from, to) => step(() => nodeFiles.link(from, to)),
        makeFolder: path => step(() => nodeFiles.makeFolder(path)),
        syncFolder: path => step(() => nodeFiles.syncFolder(path)),
      }
      const service = library({ files })
      const file = upload(wav(ramp(10 + k)), 'a.wav')
      const before = audio()
      const result = await service.importFile({ project: 'p', file }, call)
      if (count < k) break
      expect(result).toMatchObject({ ok: false, error: { code: 'disk-full' } })
      expect(audio().filter(name => name.includes('.tmp'))).toEqual([])
      expect(audio().length - before.length).toBeLessThanOrEqual(1)
      unwrap(await service.importFile({ project: 'p', file }, call))
    }
  })
})

describe('F11 sounds that vanish or change', () => {
  test('missing and changed files have codes of their own', async () => {
    const service = library()
    const folder = join(home, 'song')
    const { asset } = unwrap(
      await service.importFile({ project: 'p', file: upload(wav(ramp(100)), 'a.wav') }, call),
    )
    const path = join(folder, asset.path)
    rmSync(join(home, 'cache'), { recursive: true })
    const fresh = library()
    writeFileSync(path, Buffer.alloc(asset.bytes))
    expect(await fresh.decoded(asset, folder)).toMatchObject({ error: { code: 'asset-changed' } })
    writeFileSync(path, 'short')
    expect(await fresh.decoded(asset, folder)).toMatchObject({ error: { code: 'asset-changed' } })
    rmSync(path)
    expect(await fresh.decoded(asset, folder)).toMatchObject({ error: { code: 'asset-missing' } })
    symlinkSync('/etc/hostname', path)
    expect(await fresh.decoded(asset, folder)).toMatchObject({ error: { code: 'asset-missing' } })
  })

  test('F02 decoded samples that were cut off are made again', async () => {
    const service = library()
    const { asset } = unwrap(
      await service.importFile({ project: 'p', file: upload(wav(ramp(100)), 'a.wav') }, call),
    )
    const { path } = unwrap(await service.decoded(asset, join(home, 'song')))
    writeFileSync(path, 'cut')
    expect(statSync(unwrap(await service.decoded(asset, join(home, 'song'))).path).size).toBe(400)
  })
})

describe('peaks', () => {
  async function peaks(samples: Float32Array, steps: number): Promise<Int8Array> {
    const service = library()
    const { asset } = unwrap(
      await service.importFile({ project: 'p', file: upload(wav(samples), 'a.wav') }, call),
    )
    addAsset(asset)
    const { data } = unwrap(await service.peaks({ project: 'p', asset: asset.sha256, steps }, call))
    const again = unwrap(await service.peaks({ project: 'p', asset: asset.sha256, steps }, call))
    expect(again.data).toBe(data)
    return new Int8Array(Buffer.from(data, 'base64'))
  }

  test('a long sound: each step holds its extremes', async () => {
    const found = await peaks(ramp(300_000), 100)
    expect(found.length).toBe(200)
    for (let step = 20; step < 100; step++) {
      const level = (127 * (step + 0.5)) / 100
      expect(Math.abs((found[2 * step + 1] ?? 0) - level)).toBeLessThan(4)
      expect(Math.abs((found[2 * step] ?? 0) + level)).toBeLessThan(4)
    }
  })

  test('a sound shorter than the steps: its samples, repeated', async () => {
    expect([...(await peaks(Float32Array.from([1, -1]), 4))]).toEqual([
      127, 127, 127, 127, -127, -127, -127, -127,
    ])
  })

  test('of a sound that the project has not', async () => {
    expect(
      await library().peaks({ project: 'p', asset: 'f'.repeat(64), steps: 8 }, call),
    ).toMatchObject({ error: { code: 'asset-missing' } })
  })
})

describe('the thread that decodes', () => {
  const execArgv = [
    '--import',
    pathToFileURL(join(import.meta.dirname, '../kit/testing/run-sources.ts')).href,
  ]
  const url = pathToFileURL(join(import.meta.dirname, 'decode-worker.ts'))
  const job = () => {
    writeFileSync(join(home, 'a.wav'), wav(ramp(1000)))
    return { source: join(home, 'a.wav'), target: join(home, 'a.f32') }
  }

  test('it gives what it found', async () => {
    expect(unwrap(await workerDecoder({ url, execArgv })(job()))).toMatchObject({
      format: 'wav',
      frames: 1000,
    })
  })

  test.each([
    ['that hangs', 'for (;;);'],
    ['that fails', 'throw new Error("on purpose")'],
    ['that ends without a word', 'process.exit(0)'],
    ['that fills its memory', 'const all = []; for (;;) all.push(new Array(1e5).fill({}))'],
  ])('one %s is ended, with a code', async (_, source) => {
    const file = join(home, 'bad.mjs')
    writeFileSync(file, source)
    const decode = workerDecoder({ url: pathToFileURL(file), deadline: () => 1500 })
    expect(await decode(job())).toMatchObject({ ok: false, error: { code: 'audio-damaged' } })
  })
})
