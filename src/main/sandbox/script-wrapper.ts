import { QUANTUM } from '#shared/kit'
import { LANE_MOVER_TEXT } from './lane-mover'

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
  const Samples = Float32Array
  const Places = Float64Array
  const Words = Uint32Array
  const Bytes = Uint8Array
  const { Module, Instance, Memory } = WebAssembly
  const MOVER = new Module(new Bytes(${LANE_MOVER_TEXT}))
  const LANE = QUANTUM * 4
  const PAGE = 65536
  const { slice, indexOf, charCodeAt } = String.prototype
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

  // Where in its code something was thrown: “ (main.js:14:9)”, of which nothing but the numbers comes from the plugin.
  const placeOf = thrown => {
    if (!(thrown instanceof Thrown)) return ''
    const stack = asText(thrown.stack)
    let at = apply(indexOf, stack, ['/main.js:']) + 9
    if (at < 9) return ''
    const number = () => {
      let value = 0
      for (let digits = 0; digits < 7; digits++, at++) {
        const digit = apply(charCodeAt, stack, [at]) - 48
        if (!(digit >= 0 && digit < 10)) break
        value = value * 10 + digit
      }
      at++
      return value
    }
    return ' (main.js:' + number() + ':' + number() + ')'
  }

  const describe = thrown => {
    try {
      const text = thrown instanceof Thrown ? asText(thrown.message) : asText(thrown)
      return 'x' + apply(slice, text, [0, 300]) + placeOf(thrown)
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

  const pagesFor = bytes => (bytes + PAGE - 1 - ((bytes + PAGE - 1) % PAGE)) / PAGE

  // That of all nodes, where a call is over before the next one is prepared.
  let common
  let commonPages = 0

  // layout: { inputs: [[port, channels]…], outputs: likewise, params: [id…], places, common }, in the order of the block
  const create = (node, sampleRate, layoutText, kept) => {
    try {
      const { inputs: into, outputs: from, params: ids, places, common: shares } = parse(layoutText)
      const { quanta: most, lines } = places
      // What the engine shares is out of the plugin’s reach: it has lanes of 128 samples in memory of the node’s own.
      const stagePages = pagesFor(places.bytes)
      const fits = shares && commonPages >= stagePages
      const stage = fits ? common : new Memory({ __proto__: null, initial: stagePages, maximum: stagePages, shared: true })
      if (shares && !fits) {
        common = stage
        commonPages = stagePages
      }
      const shared = stage.buffer
      const positions = new Places(shared, 0, most)
      const control = new Words(shared, places.control, 3)
      const changed = new Bytes(shared, places.changed, most * ids.length)
      let lanes = ids.length
      for (let i = 0; i < into.length; i++) lanes += into[i][1]
      for (let i = 0; i < from.length; i++) lanes += from[i][1]
      const ownPages = pagesFor(lanes * LANE)
      const own = new Memory({ __proto__: null, initial: ownPages, maximum: ownPages })
      const { take, give, clear } = new Instance(MOVER, { __proto__: null, '': { __proto__: null, stage, own } }).exports
      const samples = own.buffer
      let last = 0
      const lane = () => new Samples(samples, last++ * LANE, QUANTUM)
      const ports = list => {
        const byPort = {}
        for (let i = 0; i < list.length; i++) {
          const group = []
          for (let channel = 0; channel < list[i][1]; channel++) put(group, channel, lane())
          put(byPort, list[i][0], freeze(group))
        }
        return freeze(byPort)
      }
      const inputs = ports(into)
      const incoming = last
      const outputs = ports(from)
      const outgoing = last - incoming
      const params = {}
      for (let i = 0; i < ids.length; i++) put(params, ids[i], lane())
      freeze(params)
      const count = ids.length
      const line = most * LANE
      const gap = line - LANE
      const clearFrom = incoming * LANE
      const clearTo = (incoming + outgoing) * LANE
      const outLines = lines + incoming * line
      const paramLines = outLines + outgoing * line
      if (!hasOwn(nodes, node)) return 'xThe plugin’s code has no node “' + node + '”'
      const made = nodes[node](freeze({ sampleRate }))
      const process = made.process
      if (typeof process !== 'function') return 'xThe node has no process function'
      if (kept !== undefined) {
        const restore = made.setState
        if (typeof restore === 'function') apply(restore, made, [parse(kept)])
      }
      const save = () => {
        const state = made.getState
        if (typeof state !== 'function') return 's'
        const text = stringify(apply(state, made, []))
        if (typeof text !== 'string') return 's'
        if (text.length > MOST_STATE) throw new Thrown('What it keeps is longer than 1 MB of JSON')
        return 's' + text
      }
      const run = keeps => {
        try {
          if (keeps) return save()
          const quanta = control[0]
          const anyChanged = control[2] !== 0
          for (let quantum = 0; quantum < quanta; quantum++) {
            const along = quantum * LANE
            take(0, lines + along, incoming, gap)
            clear(clearFrom, clearTo)
            if (anyChanged) {
              for (let index = 0; index < count; index++) {
                if (changed[quantum * count + index] === 0) continue
                take(clearTo + index * LANE, paramLines + index * line + along, 1, 0)
              }
            }
            apply(process, made, [{ inputs, outputs, params, frames: QUANTUM, position: positions[quantum] }])
            give(outLines + along, clearFrom, outgoing, gap)
            control[1] = quantum + 1
          }
          return 0
        } catch (thrown) {
          return describe(thrown)
        }
      }
      return { process: run, stage }
    } catch (thrown) {
      return describe(thrown)
    }
  }
  return { install, create }
})()`
