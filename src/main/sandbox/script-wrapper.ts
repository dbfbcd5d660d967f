import { QUANTUM } from '#shared/kit'
import { QUANTA_A_CALL } from './script-block'

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
  const QUANTUM = ${QUANTUM}
  const QUANTA = ${QUANTA_A_CALL}
  // All that is used once the plugin’s code has run is taken now, and reached by no lookup that the plugin can
  // change: no methods, no iteration, no assignment to what inherits from its prototypes.
  const { apply } = Reflect
  const { freeze, defineProperty, getPrototypeOf, hasOwn, create: bare } = Object
  const { parse } = JSON
  const Buffer = ArrayBuffer
  const Samples = Float32Array
  const Pairs = Float64Array
  const Words = Uint32Array
  const Bytes = Uint8Array
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

  // Samples are copied two at a time: twice as fast as one by one, and faster than what set() does with shared
  // memory. No method is called, so there is none to be changed.
  const PAIRS = QUANTUM / 2
  const take = (own, line, at) => {
    for (let i = 0; i < PAIRS; i++) own[i] = line[at + i]
  }
  const give = (own, line, at) => {
    for (let i = 0; i < PAIRS; i++) {
      line[at + i] = own[i]
      own[i] = 0
    }
  }

  // layout: { inputs: [[port, channels]…], outputs: likewise, params: [id…], places }, in the order of the block
  const create = (node, sampleRate, layoutText, shared) => {
    try {
      const { inputs: into, outputs: from, params: ids, places } = parse(layoutText)
      const positions = new Pairs(shared, 0, QUANTA)
      const control = new Words(shared, places.control, 3)
      const changed = new Bytes(shared, places.changed, QUANTA * ids.length)
      let at = places.lines
      // A lane links to the next one: a list that no setter on the prototype of arrays gets in between. The plugin
      // has the 128 samples of “own”; the line of the shared block is out of its reach.
      const lane = next => {
        const buffer = new Buffer(QUANTUM * 4)
        const made = { samples: new Samples(buffer), own: new Pairs(buffer), line: new Pairs(shared, at, QUANTA * PAIRS), next }
        at += QUANTA * QUANTUM * 4
        return made
      }
      let last = null
      const ports = list => {
        const byPort = bare(null)
        last = null
        for (let i = 0; i < list.length; i++) {
          const group = []
          for (let channel = 0; channel < list[i][1]; channel++) {
            last = lane(last)
            defineProperty(group, channel, { value: last.samples, enumerable: true })
          }
          byPort[list[i][0]] = freeze(group)
        }
        return freeze(byPort)
      }
      const inputs = ports(into)
      const incoming = last
      const outputs = ports(from)
      const outgoing = last
      const params = bare(null)
      last = null
      for (let i = 0; i < ids.length; i++) {
        last = lane(last)
        params[ids[i]] = last.samples
      }
      freeze(params)
      const values = last
      const count = ids.length
      if (!hasOwn(nodes, node)) return 'xThe plugin’s code has no node “' + node + '”'
      const made = nodes[node](freeze({ sampleRate }))
      const process = made.process
      if (typeof process !== 'function') return 'xThe node has no process function'
      return () => {
        try {
          const quanta = control[0]
          const anyChanged = control[2] !== 0
          for (let quantum = 0; quantum < quanta; quantum++) {
            const first = quantum * PAIRS
            for (let lane = incoming; lane !== null; lane = lane.next) take(lane.own, lane.line, first)
            if (anyChanged) {
              // The last lane comes first.
              let index = (quantum + 1) * count - 1
              for (let lane = values; lane !== null; lane = lane.next, index--) {
                if (changed[index] !== 0) take(lane.own, lane.line, first)
              }
            }
            apply(process, made, [{ inputs, outputs, params, frames: QUANTUM, position: positions[quantum] }])
            for (let lane = outgoing; lane !== null; lane = lane.next) give(lane.own, lane.line, first)
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
