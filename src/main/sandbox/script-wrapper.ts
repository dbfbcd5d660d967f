/**
 * The code that runs first in every script context, before anything of the plugin. It stands between the
 * engine and the plugin: it takes away what a DSP script may not have, keeps the shared block to itself and
 * hands the plugin arrays of its own, and turns whatever the plugin throws into a short string inside the
 * timed call (accessors of a thrown value would otherwise run after the timer).
 *
 * Plain JavaScript, kept as text: it is compiled in the isolate, not here. The value of the script is
 * `{ install, create }`.
 */
export const SCRIPT_WRAPPER = String.raw`(() => {
  'use strict'
  const QUANTUM = 128
  const { Object, Reflect, String, Float32Array, Error, Array } = globalThis
  const { freeze, defineProperty, getPrototypeOf, create: bare } = Object
  const copy = Float32Array.prototype.set
  const slice = String.prototype.slice

  // No shared memory, no clocks, no code from strings, no Wasm of its own: a script is a function of its input.
  for (const name of [
    'SharedArrayBuffer', 'Atomics', 'Date', 'WeakRef', 'FinalizationRegistry', 'WebAssembly', 'eval',
    'ShadowRealm', 'Temporal', 'performance',
  ]) delete globalThis[name]
  const refuse = function Function() { throw new Error('A plugin makes no code from strings') }
  for (const made of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    defineProperty(getPrototypeOf(made), 'constructor', { value: refuse, writable: false, configurable: false })
  }
  globalThis.Function = refuse
  // Chance without a seed would make every render another one.
  globalThis.Math.random = () => { throw new Error('Use the seeded noise of the SDK: Math.random differs every time') }

  const describe = thrown => {
    try {
      const text = thrown instanceof Error ? String(thrown.message) : String(thrown)
      return 'x' + Reflect.apply(slice, text, [0, 300])
    } catch {
      return 'xSomething was thrown that cannot be shown'
    }
  }

  let nodes
  const install = namespace => {
    try {
      nodes = namespace.default.nodes
      return typeof nodes === 'object' && nodes !== null ? '' : 'xThe plugin exports no definePlugin(…)'
    } catch (thrown) {
      return describe(thrown)
    }
  }

  // layout: { inputs: [[port, channels]…], outputs: likewise, params: [id…] }, in the order of the block
  const create = (node, sampleRate, layoutText, shared) => {
    try {
      const layout = JSON.parse(layoutText)
      const block = new Float32Array(shared)
      let at = 0
      const lines = () => {
        const own = new Float32Array(QUANTUM)
        const line = { own, shared: block.subarray(at, at + QUANTUM) }
        at += QUANTUM
        return line
      }
      const incoming = []
      const outgoing = []
      const ports = (list, lane) => {
        const byPort = bare(null)
        for (const [port, channels] of list) {
          const group = Array.from({ length: channels }, () => {
            const line = lines()
            lane.push(line)
            return line.own
          })
          byPort[port] = freeze(group)
        }
        return freeze(byPort)
      }
      const inputs = ports(layout.inputs, incoming)
      const outputs = ports(layout.outputs, outgoing)
      const params = bare(null)
      for (const id of layout.params) {
        const line = lines()
        incoming.push(line)
        params[id] = line.own
      }
      freeze(params)
      if (!Object.prototype.hasOwnProperty.call(nodes, node)) return 'xThe plugin’s code has no node “' + node + '”'
      const made = nodes[node](freeze({ sampleRate }))
      const process = made.process
      if (typeof process !== 'function') return 'xThe node has no process function'
      const position = { inputs, outputs, params, frames: QUANTUM, position: 0 }
      return at0 => {
        for (let i = 0; i < incoming.length; i++) Reflect.apply(copy, incoming[i].own, [incoming[i].shared])
        for (let i = 0; i < outgoing.length; i++) outgoing[i].own.fill(0)
        position.position = at0
        try {
          Reflect.apply(process, made, [position])
        } catch (thrown) {
          return describe(thrown)
        }
        for (let i = 0; i < outgoing.length; i++) Reflect.apply(copy, outgoing[i].shared, [outgoing[i].own])
        return 0
      }
    } catch (thrown) {
      return describe(thrown)
    }
  }
  return { install, create }
})()`
