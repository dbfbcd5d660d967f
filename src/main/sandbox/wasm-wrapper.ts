import { QUANTUM } from '#shared/kit'
import { LANE_MOVER_TEXT } from './lane-mover'

/** Words of memory that a module may keep from one version of it to the next. */
const MOST_WORDS = 2 ** 16

/**
 * What stands between the engine and a Wasm module, in its isolate: copies samples from the shared block to where
 * the module wants them, calls it, and copies what it made back. The module sees its own memory and nothing else.
 *
 * The exports of a module (addresses in bytes; f32 samples, 128 a channel, channels one after the other):
 * `memory`; `init(sampleRate)`, called once; then `input(port, channels)` and `output(port, channels)` for each port
 * of the manifest that has channels, counted from 0, and `param(index)`, which answer where the samples or the values
 * (one a frame) lie; then `process(frames, position)` for every quantum, with silent outputs.
 * `state()` and `stateBytes()` may say what goes on when the module is replaced by another version.
 */
export const WASM_WRAPPER = String.raw`(() => {
  'use strict'
  const QUANTUM = ${QUANTUM}
  const MOST_WORDS = ${MOST_WORDS}
  const LANE = QUANTUM * 4
  const PAGE = 65536
  const { Module, Instance, Memory } = WebAssembly
  const MOVER = new Module(new Uint8Array(${LANE_MOVER_TEXT}))
  delete globalThis.WebAssembly
  const describe = thrown => 'x' + String(thrown instanceof Error ? thrown.message : thrown).slice(0, 300)

  let module
  const install = bytes => {
    try {
      module = new Module(bytes)
      return ''
    } catch (thrown) {
      return describe(thrown)
    }
  }

  // That of all nodes, where a call is over before the next one is prepared.
  let common
  let commonPages = 0

  const create = (node, sampleRate, layoutText, kept) => {
    try {
      const { inputs: into, outputs: from, params: ids, places, common: shares } = JSON.parse(layoutText)
      const { quanta: most } = places
      const pages = Math.ceil(places.bytes / PAGE)
      const fits = shares && commonPages >= pages
      const stage = fits ? common : new Memory({ initial: pages, maximum: pages, shared: true })
      if (shares && !fits) {
        common = stage
        commonPages = pages
      }
      const shared = stage.buffer
      const positions = new Float64Array(shared, 0, most)
      const control = new Uint32Array(shared, places.control, 3)
      const changed = new Uint8Array(shared, places.changed, most * ids.length)
      const { exports } = new Instance(module, {})
      const { memory, process } = exports
      // Its memory may grow: the copies find it all the same.
      const { take, give, clear } = new Instance(MOVER, { '': { stage, own: memory } }).exports
      const line = most * LANE
      const gap = line - LANE
      let at = places.lines
      // Of each port: where its channels lie in the block and in the module, one after the other, and how many there are.
      const groups = (ports, place) => ports.flatMap(([, channels], port) => {
        if (channels === 0) return []
        const group = { at, pointer: place(port, channels) >>> 0, channels, end: 0 }
        group.end = group.pointer + channels * LANE
        at += channels * line
        return [group]
      })
      exports.init(sampleRate)
      const inputs = groups(into, exports.input)
      const outputs = groups(from, exports.output)
      const params = groups(ids.map(id => [id, 1]), exports.param)
      const words = () => {
        const count = exports.stateBytes() >>> 2
        if (count > MOST_WORDS) throw new Error('What it keeps is longer than 256 kB')
        return new Uint32Array(memory.buffer, exports.state() >>> 0, count)
      }
      const keeps = typeof exports.state === 'function' && typeof exports.stateBytes === 'function'
      if (kept !== undefined && keeps) {
        const before = JSON.parse(kept)
        const now = words()
        if (before.length === now.length) now.set(before)
      }
      const save = () => (keeps ? 's' + JSON.stringify(Array.from(words())) : 's')
      const count = ids.length
      const run = saves => {
        try {
          if (saves) return save()
          const quanta = control[0]
          const anyChanged = control[2] !== 0
          for (let quantum = 0; quantum < quanta; quantum++) {
            const along = quantum * LANE
            for (const { pointer, at, channels } of inputs) take(pointer, at + along, channels, gap)
            for (const { pointer, end } of outputs) clear(pointer, end)
            for (let i = 0; anyChanged && i < count; i++) {
              if (changed[quantum * count + i] !== 0) take(params[i].pointer, params[i].at + along, 1, 0)
            }
            process(QUANTUM, positions[quantum])
            for (const { pointer, at, channels } of outputs) give(at + along, pointer, channels, gap)
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
