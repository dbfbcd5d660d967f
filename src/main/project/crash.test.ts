import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { loadProjectFile } from './project-file'
import { call, put, temporaryFolder, testStudio } from './testing'

const hooks = pathToFileURL(join(import.meta.dirname, '../kit/testing/run-sources.mjs')).href
const child = join(import.meta.dirname, 'testing/crash-child.ts')

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

describe('F01 F05 kill -9 while editing and saving', () => {
  test('no acknowledged edit is lost, no file is torn, undo goes back to the first', async () => {
    using home = temporaryFolder()
    const path = put(join(home.path, 'song.wireharp'), canonicalJson(emptyProject('p', '0')))
    let last = 0
    for (let round = 0; round < 12; round++) {
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
    for (let step = 0; step < revision; step++) unwrap(await studio.projects.undo({ project }, call))
    expect(unwrap(studio.projects.opened(project)).document.title).toBe('0')
    // I7: what the killed ones left beside the file is gone.
    expect(readdirSync(home.path).toSorted()).toEqual(['data', 'song.wireharp', 'song.wireharp.lock'])
  }, 30_000)
})
