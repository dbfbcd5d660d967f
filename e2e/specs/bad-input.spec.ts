import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { emptyProject, type Project } from '../../src/shared/graph'
import { makeHome, wireharp } from '../fixtures/start-app'

/** A project of a saw through a filter; `change` makes it what the test is about. */
function projectText(change: (project: Project) => object = project => project): string {
  const project = emptyProject('p', 'Bad input')
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  project.transport.length = 1
  nodes['osc'] = { id: 'osc', type: 'oscillator/oscillator', position, params: {} }
  nodes['a'] = { id: 'a', type: 'gain/gain', position, params: { gain: -12 } }
  nodes['b'] = { id: 'b', type: 'filter/filter', position, params: {} }
  const wire = (id: string, from: string, to: string) => {
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
  }
  wire('1', 'osc', 'a')
  wire('2', 'a', 'b')
  wire('3', 'b', 'output')
  return JSON.stringify(change(project))
}

const refused: [name: string, text: () => string, code: string][] = [
  [
    'an unknown version',
    () => projectText(project => ({ ...project, version: 0 })),
    'project-version-unknown',
  ],
  [
    'a newer version',
    () => projectText(project => ({ ...project, version: 99 })),
    'project-version-newer',
  ],
  [
    'a wrong type',
    () => projectText(project => ({ ...project, sampleRate: '48000' })),
    'project-invalid',
  ],
  ['random bytes', () => '\u0001\u0002not a project', 'project-not-json'],
  ['a truncated file', () => projectText().slice(0, -20), 'project-not-json'],
  ['100 MB of nested JSON', () => '['.repeat(100_000_000), 'project-too-large'],
]

test.describe('J04 J05 J06 bad projects, from the command line', () => {
  for (const [name, text, code] of refused) {
    test(`${name}: ${code}, and nothing is written`, async () => {
      using home = makeHome()
      const path = join(home.path, 'bad.wireharp')
      writeFileSync(path, text())
      const out = join(home.path, 'out.wav')
      const { code: exit, stderr } = await wireharp(home.path, ['render', path, '--out', out])
      expect(exit).toBe(1)
      expect(stderr).toContain(`error ${code}: `)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(readdirSync(home.path)).not.toContain('out.wav')
    })
  }

  test('J02 a loop of cables plays', async () => {
    using home = makeHome()
    const path = join(home.path, 'loop.wireharp')
    const text = projectText(project => {
      project.graph.cables['back'] = {
        id: 'back',
        from: { node: 'b', port: 'out' },
        to: { node: 'a', port: 'in' },
      }
      return project
    })
    writeFileSync(path, text)
    const report = await renderOf(home.path, path)
    expect(report).toMatchObject({ seconds: 1, bypassed: [] })
  })

  test('J08 J09 a missing sound, an unknown plugin and a loose cable: it plays, and check names each', async () => {
    using home = makeHome()
    const path = join(home.path, 'odd.wireharp')
    const sha256 = 'a'.repeat(64)
    const text = projectText(project => {
      const { nodes, cables } = project.graph
      nodes['x'] = { id: 'x', type: 'nobody/nothing', position: { x: 0, y: 0 }, params: {} }
      nodes['p'] = {
        id: 'p',
        type: 'player/player',
        position: { x: 0, y: 0 },
        params: { sound: sha256 },
      }
      cables['loose'] = {
        id: 'loose',
        from: { node: 'gone', port: 'out' },
        to: { node: 'a', port: 'in' },
      }
      const facts = { bytes: 1, sampleRate: 48_000, channels: 1, frames: 1 }
      project.assets[sha256] = { sha256, name: 'a.wav', path: 'audio/a.wav', ...facts }
      return project
    })
    writeFileSync(path, text)
    expect(await renderOf(home.path, path)).toMatchObject({ seconds: 1 })
    const { code, stdout, stderr } = await wireharp(home.path, ['check', path])
    expect(code).toBe(1)
    for (const problem of ['asset-missing', 'node-type-unknown', 'node-unknown']) {
      expect(stdout + stderr).toContain(problem)
    }
  })

  test('F07 a folder that cannot be written: an error with a code', async () => {
    using home = makeHome()
    const path = join(home.path, 'fine.wireharp')
    writeFileSync(path, projectText())
    const { code, stderr } = await wireharp(home.path, ['render', path, '--out', '/sys/out.wav'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error (folder-read-only|write-failed): /)
  })
})

async function renderOf(home: string, project: string): Promise<unknown> {
  const out = join(home, 'out.wav')
  const { code, stdout, stderr } = await wireharp(home, ['render', project, '--out', out, '--json'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}
