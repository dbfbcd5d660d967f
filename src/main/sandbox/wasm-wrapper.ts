import { QUANTUM } from '#shared/kit'

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
  const { Module, Instance } = WebAssembly
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

  const create = (node, sampleRate, layoutText, shared, kept) => {
    try {
      const { inputs: into, outputs: from, params: ids, places } = JSON.parse(layoutText)
      const { quanta: most } = places
      const positions = new Float64Array(shared, 0, most)
      const control = new Uint32Array(shared, places.control, 3)
      const changed = new Uint8Array(shared, places.changed, most * ids.length)
      const { exports } = new Instance(module, {})
      const { memory, process } = exports
      let at = places.lines
      const lane = pointer => {
        const views = Array.from({ length: most }, (_, quantum) => new Float32Array(shared, at + quantum * QUANTUM * 4, QUANTUM))
        at += most * QUANTUM * 4
        return { pointer, views, own: new Float32Array(memory.buffer, pointer, QUANTUM) }
      }
      const lanes = (ports, place) => ports.flatMap(([, channels], port) => {
        if (channels === 0) return []
        const pointer = place(port, channels) >>> 0
        return Array.from({ length: channels }, (_, channel) => lane(pointer + channel * QUANTUM * 4))
      })
      exports.init(sampleRate)
      const inputs = lanes(into, exports.input)
      const outputs = lanes(from, exports.output)
      const params = ids.map((_, index) => lane(exports.param(index) >>> 0))
      const all = [...inputs, ...outputs, ...params]
      let held = memory.buffer
      // Its memory moves where it grows.
      const follow = () => {
        held = memory.buffer
        for (const lane of all) lane.own = new Float32Array(held, lane.pointer, QUANTUM)
      }
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
      return saves => {
        try {
          if (saves) return save()
          const quanta = control[0]
          const anyChanged = control[2] !== 0
          for (let quantum = 0; quantum < quanta; quantum++) {
            if (held !== memory.buffer) follow()
            for (let i = 0; i < inputs.length; i++) inputs[i].own.set(inputs[i].views[quantum])
            for (let i = 0; i < outputs.length; i++) outputs[i].own.fill(0)
            for (let i = 0; anyChanged && i < count; i++) {
              if (changed[quantum * count + i] !== 0) params[i].own.set(params[i].views[quantum])
            }
            process(QUANTUM, positions[quantum])
            if (held !== memory.buffer) follow()
            for (let i = 0; i < outputs.length; i++) outputs[i].views[quantum].set(outputs[i].own)
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
