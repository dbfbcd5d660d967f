import { QUANTUM } from '#shared/kit'

/** Characters of JSON that a node may keep from one version of its code to the next. */
export const MOST_STATE = 2 ** 20

/**
 * The code that runs first in every script context, before anything of the plugin. It stands between the
 * engine and the plugin: it takes away what a DSP script may not have, keeps the shared block to itself and
 * hands the plugin arrays of its own, and turns whatever the plugin throws into a short string inside the
 * timed call (accessors of a thrown value would otherwise run after the timer). What a node keeps leaves as a string
 * too: its JSON is made inside.
 *
 * Plain JavaScript, kept as text: it is compiled in the isolate, not here. The value of the script is
 * `{ install, create }`.
 */
export const SCRIPT_WRAPPER = String.raw`(() => {
  'use strict'
  const QUANTUM = ${QUANTUM}
  // All that is used once the plugin’s code has run is taken now, and reached by no lookup that the plugin can
  // change: no methods, no iteration, no assignment to what inherits from its prototypes.
  const { apply } = Reflect
  const { freeze, defineProperty, getPrototypeOf, hasOwn } = Object
  const { parse, stringify } = JSON
  const MOST_STATE = ${MOST_STATE}
  const Buffer = ArrayBuffer
  const Samples = Float32Array
  const Places = Float64Array
  const { set: copy, fill } = getPrototypeOf(Samples.prototype)
  const Words = Uint32Array
  const Bytes = Uint8Array
  const { slice } = String.prototype
  const asText = String
  const Thrown = Error

  // No shared memory, no clocks, no code from strings, no Wasm of its own: a script is a function of its input.
  for (const name of [
    'SharedArrayBuffer', 'Atomics', 'Date', 'Intl', 'WeakRef', 'FinalizationRegistry', 'WebAssembly', 'eval',
    'ShadowRealm', 'Temporal', 'performance', 'console',
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

  // An assignment would run a setter that the prototype has; properties like these keep objects fast.
  const put = (object, key, value) => defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })

  // layout: { inputs: [[port, channels]…], outputs: likewise, params: [id…], places }, in the order of the block
  const create = (node, sampleRate, layoutText, shared, kept) => {
    try {
      const { inputs: into, outputs: from, params: ids, places } = parse(layoutText)
      const { quanta: most } = places
      const positions = new Places(shared, 0, most)
      const control = new Words(shared, places.control, 3)
      const changed = new Bytes(shared, places.changed, most * ids.length)
      let at = places.lines
      // A lane links to the next one: a list that no setter on the prototype of arrays gets in between. The plugin
      // has the 128 samples of “own”; what lies in the shared block, a line a quantum, waits as arguments of copies.
      const lane = next => {
        const own = new Samples(QUANTUM)
        const views = []
        for (let quantum = 0; quantum < most; quantum++) {
          put(views, quantum, new Samples(shared, at + quantum * QUANTUM * 4, QUANTUM))
        }
        at += most * QUANTUM * 4
        return { own, views, taken: [own], next }
      }
      let last = null
      const ports = list => {
        const byPort = {}
        last = null
        for (let i = 0; i < list.length; i++) {
          const group = []
          for (let channel = 0; channel < list[i][1]; channel++) {
            last = lane(last)
            put(group, channel, last.own)
          }
          put(byPort, list[i][0], freeze(group))
        }
        return freeze(byPort)
      }
      const inputs = ports(into)
      const incoming = last
      const outputs = ports(from)
      const outgoing = last
      const params = {}
      last = null
      for (let i = 0; i < ids.length; i++) {
        last = lane(last)
        put(params, ids[i], last.own)
      }
      freeze(params)
      const values = last
      const count = ids.length
      if (!hasOwn(nodes, node)) return 'xThe plugin’s code has no node “' + node + '”'
      const made = nodes[node](freeze({ sampleRate }))
      const process = made.process
      if (typeof process !== 'function') return 'xThe node has no process function'
      if (kept !== undefined) {
        const restore = made.setState
        if (typeof restore === 'function') apply(restore, made, [parse(kept)])
      }
      const silence = [0]
      const save = () => {
        const state = made.getState
        if (typeof state !== 'function') return 's'
        const text = stringify(apply(state, made, []))
        if (typeof text !== 'string') return 's'
        if (text.length > MOST_STATE) throw new Thrown('What it keeps is longer than 1 MB of JSON')
        return 's' + text
      }
      return keeps => {
        try {
          if (keeps) return save()
          const quanta = control[0]
          const anyChanged = control[2] !== 0
          for (let quantum = 0; quantum < quanta; quantum++) {
            for (let lane = incoming; lane !== null; lane = lane.next) apply(copy, lane.own, [lane.views[quantum]])
            for (let lane = outgoing; lane !== null; lane = lane.next) apply(fill, lane.own, silence)
            if (anyChanged) {
              // The last lane comes first.
              let index = (quantum + 1) * count - 1
              for (let lane = values; lane !== null; lane = lane.next, index--) {
                if (changed[index] !== 0) apply(copy, lane.own, [lane.views[quantum]])
              }
            }
            apply(process, made, [{ inputs, outputs, params, frames: QUANTUM, position: positions[quantum] }])
            for (let lane = outgoing; lane !== null; lane = lane.next) apply(copy, lane.views[quantum], lane.taken)
            control[1] = quantum + 1
          }
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
