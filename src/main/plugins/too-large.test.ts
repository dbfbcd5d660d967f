import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { emptyProject, parseProject, projectProblems, type Project } from '#shared/graph'
import { buildEngineGraph, RealTimeEngine, renderOffline } from '../engine'
import { silentLog } from '../kit'
import { catalog, code, found, put, wire } from './testing/under-test'

const folder = mkdtempSync(join(tmpdir(), 'too-large-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Rows of a hundred filters, side by side. */
function filters(count: number): Project {
  const document = emptyProject('p', 'Large')
  put(document, 'osc', 'oscillator/oscillator')
  for (let index = 0; index < count; index++) {
    const from = index % 100 === 0 ? 'osc' : `n${index - 1}`
    put(document, `n${index}`, 'filter/filter')
    wire(document, { node: from, port: 'out' }, { node: `n${index}`, port: 'in' })
    if (index % 100 < 99) continue
    wire(document, { node: `n${index}`, port: 'out' }, { node: 'output', port: 'in' })
  }
  return document
}

describe('A-07 a project that is too large', { timeout: 60_000 }, () => {
  test('of 100,000 nodes does not open', () => {
    const parsed = parseProject(JSON.stringify(filters(100_000)))
    expect(parsed.ok ? '' : parsed.error.code).toBe('project-too-large')
  })

  test('of 45,000 nodes opens, and playing and rendering it fail with a code before an engine tries', async () => {
    const parsed = parseProject(JSON.stringify(filters(45_000)))
    if (!parsed.ok) throw new Error(parsed.error.code)
    expect(projectProblems(parsed.value, catalog)).toEqual([])
    const graph = buildEngineGraph(parsed.value, { catalog, code, found, sounds: new Map() })
    const path = join(folder, 'large.wav')
    const job = { path, format: 'wav32f', from: 0, to: 4800 } as const
    const rendered = await renderOffline({ graph, log: silentLog, job })
    expect(rendered.ok ? '' : rendered.error.code).toBe('graph-too-large')
    await using engine = new RealTimeEngine(silentLog)
    const codes: string[] = []
    using _events = engine.events.on(event => {
      if (event.kind !== 'troubles') return
      codes.push(...event.troubles.map(trouble => trouble.code))
    })
    engine.load('p', graph)
    expect(codes).toContain('graph-too-large')
  })
})
