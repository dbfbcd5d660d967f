import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { sha256 } from '../kit'
import { loadProjectFile } from './project-file'
import { call, put, temporaryFolder, testStudio } from './testing'

const hooks = pathToFileURL(join(import.meta.dirname, '../kit/testing/run-sources.ts')).href
const dyingChild = join(import.meta.dirname, 'testing/crash-at-child.ts')
const child = join(import.meta.dirname, 'testing/crash-child.ts')

const withKick: Project = {
  ...emptyProject('p', 'old'),
  assets: {
    [sha256('kick')]: {
      sha256: sha256('kick'),
      name: 'kick.wav',
      path: 'audio/kick.wav',
      bytes: 4,
      sampleRate: 48_000,
      channels: 1,
      frames: 1,
    },
  },
}

/** Runs the child until `milliseconds` after it opened the project; what it said before it was killed. */
function runAndKill(home: string, path: string, milliseconds: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--import', hooks, child, home, path], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let errors = ''
    running.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    running.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => running.kill('SIGKILL'), milliseconds)
      said += chunk.toString()
    })
    running.on('exit', (code, signal) => {
      // What is cut off at the end was not acknowledged.
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1))
      else reject(new Error(`the child ended with ${code}: ${errors}`))
    })
  })
}

/** Runs the child that dies at the k-th call; whether it died. */
function dieAt(home: string, path: string, kind: string, k: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const running = spawn(
      process.execPath,
      ['--import', hooks, dyingChild, home, path, kind, `${k}`],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let errors = ''
    running.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    running.on('exit', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve(signal === 'SIGKILL')
      else reject(new Error(`the child ended with ${code}: ${errors}`))
    })
  })
}

describe('F01 kill -9 before each call that changes the disk', () => {
  test.each(['save', 'saveAs'])(
    '%s: old or new, with every edit and its undo',
    async kind => {
      let died = true
      for (let k = 1; died; k += kind === 'save' ? 1 : 2) {
        using home = temporaryFolder()
        const path = put(join(home.path, 'from/song.wireharp'), canonicalJson(withKick))
        put(join(home.path, 'from/audio/kick.wav'), 'kick')
        died = await dieAt(home.path, path, kind, k)
        // The file is old or new, never torn, and what is open next has the edit, wherever it lies.
        expect(['old', 'new']).toContain(unwrap(await loadProjectFile(path)).document.title)
        await using studio = testStudio(home.path)
        const { project, document, path: now } = unwrap(await studio.projects.start({}, call))
        if (k > 6) expect(document.title).toBe('new')
        if (document.title === 'new') unwrap(await studio.projects.undo({ project }, call))
        expect(unwrap(studio.projects.opened(project)).document.title).toMatch(/^(old|Untitled)$/)
        expect(readdirSync(join(now, '..')).filter(name => name.endsWith('.tmp'))).toEqual([])
      }
    },
    30_000,
  )
})

describe('F01 kill -9 while a draft is saved under a name', () => {
  test('it is open next wherever it lies, with its sounds', async () => {
    let died = true
    for (let k = 9; died; k += 3) {
      using home = temporaryFolder()
      put(join(home.path, 'resources/demos/demo.wireharp'), canonicalJson(withKick))
      put(join(home.path, 'resources/demos/audio/kick.wav'), 'kick')
      died = await dieAt(home.path, '', 'draft', k)
      await using studio = testStudio(home.path)
      const { document, problems, path } = unwrap(await studio.projects.start({}, call))
      expect(problems).toEqual([])
      expect(readdirSync(join(path, '../audio'))).toEqual(['kick.wav'])
      expect(['old', 'new']).toContain(document.title)
    }
  }, 30_000)
})

describe('F01 F05 kill -9 while editing and saving', () => {
  test('no acknowledged edit is lost, no file is torn, undo goes back to the first', async () => {
    using home = temporaryFolder()
    const path = put(join(home.path, 'song.wireharp'), canonicalJson(emptyProject('p', '0')))
    let last = 0
    for (let round = 0; round < 8; round++) {
      const lines = await runAndKill(home.path, path, Math.random() * 60)
      // What the child found is what was acknowledged to the one before it, or one edit more.
      expect([last, last + 1]).toContain(Number(lines[0]?.replace('open ', '')))
      const [, acknowledged = lines[0]?.replace('open ', '')] = lines.at(-1)?.split('ack ') ?? []
      last = Number(acknowledged)
      const file = unwrap(await loadProjectFile(path))
      expect(Number(file.document.title)).toBeLessThanOrEqual(last + 1)
    }
    await using studio = testStudio(home.path)
    const { project, document, revision } = unwrap(await studio.projects.open({ path }, call))
    expect([last, last + 1]).toContain(Number(document.title))
    for (let step = 0; step < revision; step++) {
      unwrap(await studio.projects.undo({ project }, call))
    }
    expect(unwrap(studio.projects.opened(project)).document.title).toBe('0')
    // I7: what the killed ones left beside the file is gone.
    expect(readdirSync(home.path).toSorted()).toEqual([
      'data',
      'song.wireharp',
      'song.wireharp.lock',
    ])
  }, 30_000)
})
