import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { canonicalJson, unwrap } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { renderFile } from './render-file'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'render-file-'))
  vi.stubEnv('WIREHARP_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true })
})

/** Noise through a reverb and a low-pass that does not open at once. */
function project(frequency: number): Project {
  const made = emptyProject('p', 'Room')
  made.transport.length = 8
  const { nodes, cables } = made.graph
  const types = { noise: 'noise/noise', reverb: 'reverb/reverb', low: 'svf/svf' }
  const ids = [...Object.keys(types), 'output']
  for (const [id, type] of Object.entries(types)) {
    nodes[id] = { id, type, position: { x: 0, y: 0 }, params: id === 'low' ? { frequency } : {} }
  }
  ids.slice(1).forEach((to, index) => {
    const from = { node: ids[index] ?? '', port: 'out' }
    cables[to] = { id: to, from, to: { node: to, port: 'in' } }
  })
  return made
}

async function render(document: Project, cached?: boolean, stems: 'none' | 'tracks' = 'none') {
  const path = join(home, 'room.wireharp')
  writeFileSync(path, canonicalJson(document))
  const out = join(home, 'out.wav')
  const options = { path, out, replace: true, format: 'wav16', stems } as const
  return unwrap(await renderFile({ ...options, ...(cached !== undefined && { cached }) }))
}

const folder = () => join(home, 'cache/render-cache')

describe('A-07 a project file that is rendered again', () => {
  test('reads what is upstream of a change, and says how much that was', async () => {
    const first = await render(project(800))
    expect(first.reused).toBe(0)
    const again = await render(project(900))
    expect(again.reused).toBeCloseTo(2 / 3, 6)
    const anew = await render(project(900), false)
    expect(anew).toMatchObject({ reused: 0, sha256: again.sha256 })
  })

  test('without the cache nothing is read and nothing is written', async () => {
    expect((await render(project(800), false)).reused).toBe(0)
    expect(existsSync(folder())).toBe(false)
    expect((await render(project(800))).reused).toBe(0)
  })

  test('with no room for it nothing is kept', async () => {
    vi.stubEnv('WIREHARP_RENDER_CACHE_MB', '1')
    await render(project(800))
    expect(readdirSync(folder()).filter(name => name.endsWith('.f32'))).toEqual([])
  })

  test('stems read what the mix was made of', async () => {
    const { reused } = await render(project(800))
    expect(reused).toBe(0)
    expect((await render(project(800), true, 'tracks')).reused).toBeGreaterThan(0.6)
  })
})
