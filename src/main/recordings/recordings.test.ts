import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Emitter, err, fail, ok, unwrap } from '#shared/kit'
import { encodeAudioBlock } from '#shared/contract'
import { emptyProject } from '#shared/graph'
import { silentLog, systemClock } from '../kit'
import { createLibraryService } from '../library'
import { createRecordings, type Recordings } from './create-recordings'

const call = { signal: new AbortController().signal }

let folder: string
let recordings: Recordings
const blocks = new Emitter<Uint8Array<ArrayBuffer>>()
const state = { project: 'p', playing: true, position: 0, epoch: 1, sampleRate: 48_000 }
const document = emptyProject('doc', 'Test')
const projects = {
  opened: (project: string) =>
    project === 'p'
      ? ok({ document, folder, path: join(folder, 'p.wireharp'), revision: 0 })
      : err(fail('project-not-open', '')),
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'takes-'))
  recordings = make()
})
afterEach(async () => {
  await recordings[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function make(): Recordings {
  const paths = { data: join(folder, 'data'), cache: join(folder, 'cache') }
  const library = createLibraryService({ projects, paths, log: silentLog })
  const heard = { blocks, state }
  return createRecordings({ heard, projects, library, paths, clock: systemClock, log: silentLog })
}

function part(frames: number, value: number): File {
  return new File([new Float32Array(frames).fill(value)], 'part.f32')
}

/** The samples of a WAV file of 32 bits. */
function samplesOf(path: string): Float32Array {
  const bytes = readFileSync(path)
  const at = bytes.indexOf('data') + 8
  const size = bytes.readUInt32LE(at - 4)
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + size))
}

describe('E-14 a recording', () => {
  test('comes part by part and becomes a sound of the project, with its place', async () => {
    const { service } = recordings
    const format = { project: 'p', channels: 1, sampleRate: 48_000 }
    const { take } = unwrap(await service.begin({ ...format, node: 'track' }, call))
    for (const value of [0.25, -0.5]) {
      unwrap(await service.append({ take, samples: part(12_000, value) }, call))
    }
    const sound = unwrap(await service.finish({ take, position: 4800 }, call))
    expect(sound).toMatchObject({ node: 'track', position: 4800, asset: { frames: 24_000 } })
    const samples = samplesOf(join(folder, sound.asset.path))
    expect([samples[0], samples[23_999]]).toEqual([0.25, -0.5])
    expect(readdirSync(join(folder, 'data/takes'))).toEqual([])
    expect(unwrap(await service.left({ project: 'p' }, call))).toEqual([])
  })

  test('that nobody finished is there after the next start, and can be taken in', async () => {
    const format = { project: 'p', channels: 2, sampleRate: 48_000 }
    const begun = unwrap(await recordings.service.begin({ ...format, position: 960 }, call))
    await recordings.service.append({ take: begun.take, samples: part(96_000, 0.1) }, call)
    // Its head counts what was answered for, without any end.
    const other = make()
    const [left] = unwrap(await other.service.left({ project: 'p' }, call))
    expect(left).toMatchObject({ take: begun.take, position: 960 })
    expect(left?.seconds).toBeCloseTo(1, 2)
    const sound = unwrap(await other.service.recover({ project: 'p', take: begun.take }, call))
    expect(sound.asset).toMatchObject({ frames: 48_000, channels: 2 })
    await other[Symbol.asyncDispose]()
  })

  test('of nothing is none, and one that is unknown is refused', async () => {
    const { service } = recordings
    const format = { project: 'p', channels: 1, sampleRate: 48_000 }
    const { take } = unwrap(await service.begin(format, call))
    expect(await service.finish({ take }, call)).toMatchObject({
      error: { code: 'recording-empty' },
    })
    expect(await service.append({ take, samples: part(1, 0) }, call)).toMatchObject({
      error: { code: 'recording-unknown' },
    })
    expect(await service.recover({ project: 'p', take: '../../etc' }, call)).toMatchObject({
      error: { code: 'recording-unknown' },
    })
  })
})

/** Blocks as the engine makes them: each frame carries a number. */
function sound(position: number, frames: number, stands = false, silent = false): void {
  const samples = new Float32Array(frames * 2)
  for (let frame = 0; frame < frames && !silent; frame++) {
    samples.fill((position + frame + 1) / 2 ** 24, 2 * frame, 2 * frame + 2)
  }
  const block = { epoch: 1, channels: 2, frames, position, layout: 0, last: false, stands }
  const bytes = encodeAudioBlock({ ...block, samples, levels: new Float32Array(0) })
  blocks.emit(new Uint8Array(bytes))
}

describe('E-14 what sounded lately', () => {
  test('is kept to the sample, with its place where it rolled in one go', async () => {
    for (let block = 0; block < 60; block++) sound(48_000 + block * 1024, 1024)
    const { service } = recordings
    expect(unwrap(await service.heard({ project: 'p' }, call)).seconds).toBeCloseTo(1.28, 3)
    const kept = unwrap(await service.keep({ project: 'p', seconds: 1 }, call))
    expect(kept.asset.frames).toBe(48_000)
    const first = 48_000 + 60 * 1024 - 48_000
    expect(kept.position).toBe(first)
    const samples = samplesOf(join(folder, kept.asset.path))
    const wrong = samples.findIndex((sample, index) => {
      return sample !== (first + Math.floor(index / 2) + 1) / 2 ** 24
    })
    expect(wrong).toBe(-1)
  })

  test('goes back ten minutes, however long it sounded', async () => {
    state.sampleRate = 8000
    // Eleven minutes, and the beginning of the last one is in the middle of a part.
    for (let second = 0; second < 661; second++) sound(second * 8000, 8000)
    state.sampleRate = 48_000
    const { service } = recordings
    expect(unwrap(await service.heard({ project: 'p' }, call)).seconds).toBe(600)
    const kept = unwrap(await service.keep({ project: 'p' }, call))
    expect(kept).toMatchObject({ position: 61 * 8000, asset: { frames: 600 * 8000 } })
    const samples = samplesOf(join(folder, kept.asset.path))
    const numbers = [0, 1_234_567, 600 * 8000 - 1].map(frame => (samples[2 * frame] ?? 0) * 2 ** 24)
    expect(numbers).toEqual([0, 1_234_567, 600 * 8000 - 1].map(frame => 61 * 8000 + frame + 1))
  })

  test('leaves out silence in which nobody played', async () => {
    for (let second = 0; second < 30; second++) sound(0, 48_000, true, true)
    for (let second = 0; second < 2; second++) sound(0, 48_000, true)
    const heard = unwrap(await recordings.service.heard({ project: 'p' }, call))
    expect(heard.seconds).toBe(3)
  })

  test('of nothing is a failure that says so', async () => {
    expect(await recordings.service.keep({ project: 'p' }, call)).toMatchObject({
      error: { code: 'recording-empty' },
    })
  })
})
