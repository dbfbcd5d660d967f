import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'set-ups-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let versions = 0
function scripted(id: string, setUp: string, plugin = `p${versions++}`): EngineNode {
  const path = join(folder, `${plugin}.js`)
  const node = `() => {
    ${setUp}
    return { process({ outputs }) { outputs.out[0].fill(0.25) } }
  }`
  writeFileSync(path, `export default { nodes: { node: ${node} } }`)
  return {
    ...kernelNode(id, 'gain'),
    outputs: { out: { kind: 'audio', channels: 1 } },
    dsp: { form: 'script', code: { plugin, node: 'node', path } },
  }
}

/** A tenth of a second of work, or more. */
const long = 'let x = 0; for (let i = 0; i < 2e7; i++) x = (x + i) % 7'

/** Adds nodes to a run that sounds, as the engine does; answers how many turns of the event loop passed meanwhile. */
async function add(run: InProcess, nodes: readonly EngineNode[]): Promise<number> {
  const graph = graphOf(
    nodes,
    nodes.map(({ id }) => `${id}>output`),
  )
  let turns = 0
  for (const pause of run.prepare(graph)) {
    const done = pause?.()
    let waits = done !== undefined
    void done?.then(() => (waits = false))
    while (waits) {
      await new Promise(resolve => setImmediate(resolve))
      turns += 1
    }
  }
  run.load(graph)
  run.render(1024)
  return turns
}

function playing(): InProcess {
  const run = new InProcess(graphOf([], []), { apart: true })
  run.scripts.live = true
  run.render(1024)
  return run
}

describe('E-15 a script that comes while sound runs', () => {
  test('is set up beside the thread that makes the sound, and sounds', async () => {
    using run = playing()
    expect(await add(run, [scripted('slow', long)])).toBeGreaterThan(10)
    expect(run.render(512)[1023]).toBe(0.25)
    expect(run.troubles).toEqual([])
  })

  test('has run once where nobody heard it, so that it is compiled, and begins with a state of its own', async () => {
    using run = playing()
    const node = scripted('compiled', '', 'rehearsed')
    const code = `let all = 0
      export default { nodes: { node: () => {
        let own = 0
        return { process({ outputs }) { outputs.out[0].fill((++all > ++own ? 0.5 : 0) + own / 1024) } }
      } } }`
    writeFileSync(join(folder, 'rehearsed.js'), code)
    await add(run, [node])
    // Eight quanta came with the edit: this is the ninth of its own, after many of all.
    expect(run.render(128)[0]).toBe(0.5 + 9 / 1024)
  })

  test('waits for no other node of its plugin', async () => {
    using run = playing()
    const first = scripted('first', long, 'twice')
    await add(run, [first])
    const second = { ...first, id: 'second' }
    expect(await add(run, [first, second])).toBeGreaterThan(10)
    expect(run.render(512)[1023]).toBe(0.5)
    expect([...run.scripts.memory().keys()]).toEqual(['twice'])
  })

  test('that hangs in its set-up is bypassed, and the sound went on', async () => {
    using run = playing()
    expect(await add(run, [scripted('hung', 'for (;;) {}')])).toBeGreaterThan(10)
    expect(run.troubles.map(([node, { code }]) => [node, code])).toEqual([
      ['hung', 'script-timeout'],
    ])
  })

  test('that throws, or does not compile, says so', async () => {
    using run = playing()
    await add(run, [scripted('bad', '} {'), scripted('broken', 'throw new Error("no table")')])
    expect(run.troubles.map(([node, { code }]) => [node, code])).toEqual([
      ['bad', 'plugin-code-failed'],
      ['broken', 'plugin-code-failed'],
    ])
  })

  test('is not let in after all where its edit was given up', async () => {
    using run = playing()
    const making = run.prepare(graphOf([scripted('gone', long)], ['gone>output']))
    let done: Promise<void> | undefined
    for (let step = making.next(); done === undefined && !step.done; step = making.next()) {
      done = step.value?.()
      if (done !== undefined) break
    }
    making.return(undefined)
    await done
    expect(run.scripts.memory().size).toBe(0)
  })
})
