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
  // All that is used once the plugin’s code has run is taken now, and reached by no lookup that the plugin can
  // change: no methods, no iteration, no assignment to what inherits from its prototypes.
  const { apply } = Reflect
  const { freeze, defineProperty, getPrototypeOf, hasOwn, create: bare } = Object
  const { parse } = JSON
  const Samples = Float32Array
  const { set: copy, fill } = getPrototypeOf(Samples.prototype)
  const { slice } = String.prototype
  const asText = String
  const Thrown = Error

  // No shared memory, no clocks, no code from strings, no Wasm of its own: a script is a function of its input.
  for (const name of [
    'SharedArrayBuffer', 'Atomics', 'Date', 'Intl', 'WeakRef', 'FinalizationRegistry', 'WebAssembly', 'eval',
    'ShadowRealm', 'Temporal', 'performance',
  ]) delete globalThis[name]
  const refuse = function Function() { throw new Thrown('A plugin makes no code from strings') }
  for (const made of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    defineProperty(getPrototypeOf(made), 'constructor', { value: refuse, writable: false, configurable: false })
  }
  globalThis.Function = refuse
  // Chance without a seed would make every render another one.
  globalThis.Math.random = () => { throw new Thrown('Use the seeded noise of the SDK: Math.random differs every time') }

  const describe = thrown => {
    try {
      const text = thrown instanceof Thrown ? asText(thrown.message) : asText(thrown)
      return 'x' + apply(slice, text, [0, 300])
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

  // A group of lines, the lanes of the block in or out: an object without a prototype.
  const lane = () => {
    const made = bare(null)
    made.length = 0
    return made
  }
  const add = (group, item) => {
    group[group.length] = item
    group.length += 1
  }

  // layout: { inputs: [[port, channels]…], outputs: likewise, params: [id…] }, in the order of the block
  const create = (node, sampleRate, layoutText, shared) => {
    try {
      const layout = parse(layoutText)
      let at = 0
      // “own” is the plugin’s, the view of the shared block is not; it waits as the argument of a copy.
      const line = () => {
        const own = new Samples(QUANTUM)
        const view = new Samples(shared, at * 4, QUANTUM)
        at += QUANTUM
        return { own, view, takeOwn: [own], takeView: [view] }
      }
      const incoming = lane()
      const outgoing = lane()
      const ports = (list, into) => {
        const byPort = bare(null)
        for (let i = 0; i < list.length; i++) {
          const group = []
          for (let channel = 0; channel < list[i][1]; channel++) {
            const made = line()
            add(into, made)
            defineProperty(group, channel, { value: made.own, enumerable: true })
          }
          byPort[list[i][0]] = freeze(group)
        }
        return freeze(byPort)
      }
      const inputs = ports(layout.inputs, incoming)
      const outputs = ports(layout.outputs, outgoing)
      const params = bare(null)
      for (let i = 0; i < layout.params.length; i++) {
        const made = line()
        add(incoming, made)
        params[layout.params[i]] = made.own
      }
      freeze(params)
      if (!hasOwn(nodes, node)) return 'xThe plugin’s code has no node “' + node + '”'
      const made = nodes[node](freeze({ sampleRate }))
      const process = made.process
      if (typeof process !== 'function') return 'xThe node has no process function'
      const silence = [0]
      return position => {
        try {
          for (let i = 0; i < incoming.length; i++) apply(copy, incoming[i].own, incoming[i].takeView)
          for (let i = 0; i < outgoing.length; i++) apply(fill, outgoing[i].own, silence)
          apply(process, made, [{ inputs, outputs, params, frames: QUANTUM, position }])
          for (let i = 0; i < outgoing.length; i++) apply(copy, outgoing[i].view, outgoing[i].takeOwn)
          return 0
        } catch (thrown) {
          return describe(thrown)
        }
      }
    } catch (thrown) {
      return describe(thrown)
    }
  }
  return { install, create }
})()`
