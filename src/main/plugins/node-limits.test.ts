import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { buildEngineGraph, type EngineGraph } from '../engine/graph'
import { graphOf, InProcess } from '../engine/testing/in-process'
import type { ScriptLimits } from '../sandbox'
import type { PluginManager } from './plugin-manager'
import { emptyNode, PluginHome } from './testing/plugin-home'

const limits: ScriptLimits = { heapMb: 64, setUpMs: 4000, callMs: 4000 }
/** As while sound plays: one that falls so far behind it is cut off. */
const behindMs = 20

/** Some 20 MB of objects in the first call. */
const HOLDS = `let held
  return { process({ outputs }) {
    held ??= Array.from({ length: 4e5 }, (_, i) => ({ i, text: 'x' + i }))
    outputs.out[0].fill(1)
  } }`
/** Some tenth of a millisecond a quantum, of 2.7. */
const WORKS = `return { process({ outputs }) {
    let sum = 0
    for (let i = 0; i < 3e4; i++) sum += Math.sqrt(i)
    outputs.out[0].fill(sum > 0 ? 1 : 0)
  } }`

function write(home: PluginHome, id: string, code: string): void {
  const folder = home.plugin(id, {
    main: 'main.js',
    nodes: { [id]: { ...emptyNode, outputs: { out: { kind: 'audio' } }, dsp: { form: 'script' } } },
  })
  writeFileSync(join(folder, 'main.js'), `export default { nodes: { '${id}': () => { ${code} } } }`)
}

/** Its node, and nothing else, in front of the output. */
function graphWith(id: string, { catalog, code, found }: PluginManager): EngineGraph {
  const project = emptyProject('p', 'Test')
  const position = { x: 0, y: 0 }
  project.graph.nodes[id] = { id, type: `${id}/${id}`, position, params: {} }
  const { nodes } = buildEngineGraph(project, { catalog, code, found, sounds: new Map() })
  return graphOf(Object.values(nodes), [`${id}>output`])
}

/** What a node gives before there is a policy and under it, and why it gives nothing. */
async function underPolicy(
  code: string,
  policy: string,
  { promoted, ...timed }: { readonly promoted: boolean; readonly behindMs?: number },
) {
  const own = { ...limits, ...timed }
  using home = new PluginHome()
  write(home, 'greedy', code)
  await using manager = home.manager()
  if (promoted) await manager.promote('greedy')
  const graph = () => graphWith('greedy', manager)
  using run = new InProcess(graph(), { limits: own, hostLimits: own })
  const before = run.render(4096).at(-1)
  const fine = run.troubles.length
  home.write('config/policy.yaml', policy)
  const told: (readonly string[])[] = []
  using _changes = manager.changes.on(({ reloaded }) => told.push(reloaded))
  manager.refresh()
  run.load(graph())
  run.render(96_000)
  return { before, fine, told, codes: run.troubles.map(([, { code: why }]) => why) }
}

describe('S1-12 S1-13 what policy.yaml lets plugins have', () => {
  test.each([
    ['in a process of its own', false],
    ['in the engine, where the user trusts it', true],
  ])(
    'a node that holds more than it says is bypassed, and changes over at once: %s',
    async (_place, promoted) => {
      const { codes, ...rest } = await underPolicy(HOLDS, 'limits: {memoryMb: 8}', { promoted })
      expect(rest).toEqual({ before: 1, fine: 0, told: [['greedy']] })
      // V8 gives up by itself, or takes the process with it.
      expect(codes).toHaveLength(1)
      expect(['script-memory', 'script-died']).toContain(codes[0])
    },
  )

  test('a node that takes more of the sound’s time than it says is bypassed', async () => {
    const found = await underPolicy(WORKS, 'limits: {cpuPercent: 1}', { promoted: true, behindMs })
    expect(found).toEqual({ before: 1, fine: 0, told: [['greedy']], codes: ['script-timeout'] })
  })

  test('what comes with the app has what it always had', async () => {
    using home = new PluginHome()
    home.write('config/policy.yaml', 'limits: {memoryMb: 8}')
    write(home, 'mine', HOLDS)
    await using manager = home.manager()
    await using asBuiltIn = home.manager({ builtIn: join(home.root, 'data/plugins') })
    expect(manager.found.get('mine')?.limits).toEqual({ heapMb: 8 })
    expect(asBuiltIn.found.get('mine')?.limits).toBeUndefined()
  })
})
