import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { err, fail, unwrap } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { silentLog } from '../kit'
import { builtInPlugins, loadPlugins } from '../plugins'
import { renderProject, type RenderOptions } from './render-project'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-export-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const plugins = loadPlugins({ builtIn: builtInPlugins() })
const library = { decoded: async () => err(fail('asset-missing', '')) }

/** An oscillator whose pitch rises for two seconds. */
function sweep(): Project {
  const project = emptyProject('p', 'Sweep')
  const { nodes, cables } = project.graph
  project.transport.length = 2
  nodes['osc'] = {
    id: 'osc',
    type: 'oscillator/oscillator',
    position: { x: 0, y: 0 },
    params: {},
    automation: {
      frequency: [
        { time: 0, value: 100, curve: 'linear' },
        { time: 2, value: 2000, curve: 'hold' },
      ],
    },
  }
  cables['c'] = { id: 'c', from: { node: 'osc', port: 'out' }, to: { node: 'output', port: 'in' } }
  return project
}

function render(document: Project, options: Partial<RenderOptions> = {}) {
  const out = join(folder, 'out.wav')
  const all = { document, folder, out, replace: false, format: 'wav16', ...options } as const
  return renderProject(all, { library, plugins, log: silentLog })
}

const codeOf = (result: Awaited<ReturnType<typeof render>>) =>
  result.ok ? 'ok' : result.error.code

describe('an export', () => {
  test('goes from beginning to end, whatever the loop', async () => {
    const project = sweep()
    const plain = unwrap(await render(project))
    const loop = { enabled: true, start: 0.25, end: 0.5 }
    const looping = { ...project, transport: { ...project.transport, loop } }
    const other = unwrap(await render(looping, { replace: true }))
    expect(other.sha256).toBe(plain.sha256)
    expect(plain.seconds).toBe(2)
  })

  test('does not replace a file unasked, and leaves nothing beside it', async () => {
    writeFileSync(join(folder, 'out.wav'), 'mine')
    expect(codeOf(await render(sweep()))).toBe('file-exists')
    expect(readdirSync(folder)).toEqual(['out.wav'])
    expect(codeOf(await render(sweep(), { replace: true }))).toBe('ok')
    expect(readdirSync(folder)).toEqual(['out.wav'])
  })

  test('cancelled, it leaves no file', async () => {
    const signal = AbortSignal.timeout(300)
    const project = sweep()
    project.transport.length = 3600
    expect(codeOf(await render(project, { signal }))).toBe('render-cancelled')
    expect(readdirSync(folder)).toEqual([])
  })

  test('an empty span is refused', async () => {
    expect(codeOf(await render(sweep(), { from: 1, to: 1 }))).toBe('render-empty')
  })

  test('a part of the project is as long as asked for', async () => {
    const report = unwrap(await render(sweep(), { from: 0.5, to: 1.25 }))
    expect(report.frames).toBe(36_000)
  })
})
