import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { graphOf, InProcess, kernelNode } from './in-process'

/** What plugins do wrong that their isolate bears: each ends with its call. */
const CONTAINED = [
  'throw { get message() { for (;;) {} } }',
  'for (;;) {}',
  'const f = () => { try { f() } catch { f() } }; f()',
  'outputs.out[0].fill(NaN)',
  'Array.prototype[Symbol.iterator] = Object.prototype.toString = () => { throw 1 }',
  `/(a+)+$/.test('a'.repeat(40) + 'b')`,
  'const again = () => Promise.resolve().then(again); again()',
  `globalThis.held = Array.from({ length: 1e5 }, (_, i) => ({ i })); throw new Error('full')`,
]
const SOUND = 1024

export interface Soaked {
  readonly isolates: number
  /** Bytes of the process, after the first tenth and at the end. */
  readonly rss: readonly [early: number, late: number]
  /** Of isolates of the plugin that are left, while the last node is still there. */
  readonly held: number
  readonly identical: boolean
  readonly left: number
}

/**
 * S35: code after code of a plugin misbehaves in the engine’s own process, each in an isolate of its own, while another
 * node sounds on.
 */
export function soakIsolates(folder: string, isolates: number): Soaked {
  const one = kernelNode('one', 'oscillator')
  const calm = graphOf([one], ['one>output'])
  const limits = { heapMb: 32, setUpMs: 2000, callMs: 15 }
  using run = new InProcess(calm, { limits })
  using alone = new InProcess(calm, { limits })
  const path = join(folder, 'contained.js')
  let [early, held, identical] = [0, 0, true]
  for (let count = 0; count < isolates; count++) {
    const body = CONTAINED[count % CONTAINED.length] ?? ''
    writeFileSync(
      path,
      `export default { nodes: { node: () => ({ process({ outputs }) { ${body} } }) } }`,
    )
    const code = { plugin: 'contained', node: 'node', path, revision: String(count) }
    const bad = { ...kernelNode('bad', 'gain', {}, true), dsp: { form: 'script', code } } as const
    run.load(graphOf([one, bad], ['one>output', 'one>bad']))
    identical &&= same(run.render(SOUND), alone.render(SOUND))
    held = run.scripts.memory().get('contained') ?? 0
    run.load(calm)
    identical &&= same(run.render(SOUND), alone.render(SOUND))
    if (count === Math.floor(isolates / 10)) early = process.memoryUsage.rss()
  }
  run.scripts.forget('contained')
  rmSync(path)
  const rss = [early, process.memoryUsage.rss()] as const
  return { isolates, rss, held, identical, left: run.scripts.memory().get('contained') ?? 0 }
}

function same(a: Float32Array, b: Float32Array): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer))
}
