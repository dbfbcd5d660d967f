import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { ScriptPlugin } from './script-plugin'

const limits = { heapMb: 32, setUpMs: 500, callMs: 200 }
const stereo = { inputs: [['in', 2]], outputs: [['out', 2]], params: ['gain'] } as const

function plugin(body: string, top = '') {
  return `${top}; export default { nodes: { node: context => { ${body} } } }`
}

const scale = plugin(`return { process({ inputs, outputs, params, frames }) {
  for (let c = 0; c < 2; c++) for (let i = 0; i < frames; i++) outputs.out[c][i] = inputs.in[c][i] * params.gain[i]
} }`)

function run(source: string) {
  const loaded = unwrap(ScriptPlugin.load('test', source, limits))
  return { loaded, instance: unwrap(loaded.instantiate('node', 48_000, stereo)) }
}

describe('S1-03 a script plugin in its isolate', () => {
  test('processes a quantum sample by sample, with a value of each parameter at every frame', () => {
    const { loaded, instance } = run(scale)
    using _loaded = loaded
    const [left, right, , out, gain] = instance.block.lines
    left?.fill(0.5)
    right?.fill(0.5)
    for (let i = 0; i < 128; i++) if (gain) gain[i] = i
    instance.block.change(0, 0)
    expect(instance.process(1)).toBeUndefined()
    expect([...(out?.subarray(0, 4) ?? [])]).toEqual([0, 0.5, 1, 1.5])
    expect(out?.[127]).toBe(63.5)
    expect(out?.[128]).toBe(0)
  })

  test('processes eight quanta in one call, with silent outputs before each of them', () => {
    const { loaded, instance } = run(
      plugin(
        `let n = 0; return { process({ outputs, position }) { outputs.out[0][n++] += position } }`,
      ),
    )
    using _loaded = loaded
    for (let quantum = 0; quantum < 8; quantum++) instance.block.positions[quantum] = quantum + 1
    expect(instance.process(8)).toBeUndefined()
    expect(instance.block.done).toBe(8)
    const out = instance.block.lines[2] ?? []
    const heard = [...out.entries()].filter(([, sample]) => sample !== 0)
    expect(heard).toEqual(Array.from({ length: 8 }, (_, n) => [n * 128 + n, n + 1]))
  })

  test('a throw in the sixth quantum of a call leaves five done', () => {
    const { loaded, instance } = run(
      plugin(
        `let n = 0; return { process({ outputs }) { outputs.out[0].fill(1); if (n++ === 5) throw 1 } }`,
      ),
    )
    using _loaded = loaded
    expect(instance.process(8)?.code).toBe('script-threw')
    expect(instance.block.done).toBe(5)
    expect(instance.block.lines[2]?.indexOf(0)).toBe(5 * 128)
  })

  test('S09 a loop for ever ends at the deadline, and the next call works', () => {
    const { loaded, instance } = run(
      plugin(`let n = 0; return { process() { if (n++ === 0) for (;;) {} } }`),
    )
    using _loaded = loaded
    expect(instance.process(1)?.code).toBe('script-timeout')
    expect(instance.process(1)).toBeUndefined()
  })

  test('a throw is a failure with its message', () => {
    const { loaded, instance } = run(
      plugin(`return { process() { throw new Error('no such table') } }`),
    )
    using _loaded = loaded
    const failure = instance.process(1)
    expect(failure?.code).toBe('script-threw')
    expect(failure?.message).toContain('no such table')
  })

  test('S07 accessors of what is thrown run within the deadline', () => {
    const evil = `const e = new Error(); Object.defineProperty(e, 'message', { get() { for (;;) {} } }); throw e`
    const { loaded, instance } = run(plugin(`return { process() { ${evil} } }`))
    using _loaded = loaded
    const start = performance.now()
    expect(instance.process(1)?.code).toBe('script-timeout')
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('S15 memory without end is cut off', () => {
    const { loaded, instance } = run(
      plugin(
        `const held = []; return { process() { for (;;) held.push(new Array(1000).fill({})) } }`,
      ),
    )
    using _loaded = loaded
    expect(['script-memory', 'script-timeout']).toContain(instance.process(1)?.code)
  })

  test.each([
    ['SharedArrayBuffer', 'typeof SharedArrayBuffer'],
    ['Atomics', 'typeof Atomics'],
    ['Date', 'typeof Date'],
    ['WebAssembly', 'typeof WebAssembly'],
    ['require', 'typeof require'],
    ['process', 'typeof process'],
    ['eval', 'typeof eval'],
  ])('S23 %s is not there', (_name, expression) => {
    const { loaded, instance } = run(
      plugin(`return { process() { throw new Error(${expression}) } }`),
    )
    using _loaded = loaded
    expect(instance.process(1)?.message).toContain('undefined')
  })

  test.each([
    ['the clock of Intl', 'typeof Intl'],
    ['shared memory by a changed method', 'String(globalThis.leaked)'],
  ])('S03 %s is out of reach', (_name, expression) => {
    const spy = `
      const note = value => {
        for (const one of [value, ...(Array.isArray(value) ? value : [])]) {
          if (one?.buffer && !(one.buffer instanceof ArrayBuffer)) globalThis.leaked = 'shared'
          if (one?.view || one?.shared) globalThis.leaked = 'internals'
        }
      }
      const typed = Object.getPrototypeOf(Float32Array.prototype)
      const apply = Reflect.apply
      Reflect.apply = (f, self, args) => (note(self), note(args), note(args?.[0]), apply(f, self, args))
      for (const name of ['set', 'fill', 'subarray', 'slice']) {
        const was = typed[name]
        typed[name] = function (...args) { note(this); note(args); return apply(was, this, args) }
      }
      Object.defineProperty(Float32Array, Symbol.species, { get() { return function (buffer) { note({ buffer }) } } })
      const push = Array.prototype.push
      Array.prototype.push = function (...items) { note(items[0]); return apply(push, this, items) }
      for (let i = 0; i < 4; i++) Object.defineProperty(Array.prototype, i, { set(value) { note(value) } })
      const call = Function.prototype.call
      Function.prototype.call = function (...args) { note(args[0]); return apply(call, this, args) }`
    const { loaded, instance } = run(
      plugin(
        `let n = 0; return { process() { if (n++ > 1) throw new Error(${expression}) } }`,
        spy,
      ),
    )
    using _loaded = loaded
    instance.process(1)
    instance.process(1)
    expect(instance.process(1)?.message).toContain('undefined')
  })

  test('S02 a retired plugin ends with its last node', () => {
    const { loaded, instance } = run(scale)
    loaded.retire()
    expect(loaded.dead).toBe(false)
    instance[Symbol.dispose]()
    expect(loaded.dead).toBe(true)
  })

  test('S24 no code is made from strings', () => {
    const { loaded, instance } = run(
      plugin(`return { process() { (() => {}).constructor('return 1')() } }`),
    )
    using _loaded = loaded
    expect(instance.process(1)?.message).toContain('code from strings')
  })

  test.each([
    ['no definePlugin', 'export default 1', 'plugin-code-failed'],
    ['bad syntax', 'export default {', 'plugin-code-failed'],
    ['an import', 'import "node:fs"; export default {}', 'plugin-code-failed'],
    ['a loop at load', 'for (;;) {}', 'script-timeout'],
  ])('%s is refused at load', (_name, source, code) => {
    const loaded = ScriptPlugin.load('test', source, limits)
    expect(loaded.ok ? '' : loaded.error.code).toBe(code)
  })
})
