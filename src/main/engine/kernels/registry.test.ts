import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MAX_CHANNELS, MINIMUM_PAGES, STATE_OFFSET, exportNames } from './abi'
import { kernels } from './registry'
import { createInstance, render } from './testing/render'
import { createArena } from './testing/load-kernels'

const folders = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .map(name => name.replaceAll('\\', '/'))
  .filter(name => name.endsWith('/index.ts'))
  .map(name => name.slice(0, -'/index.ts'.length))
  .toSorted()

describe('A-01 kernels', () => {
  test('every folder with a definition is registered under its own name', () => {
    expect([...kernels.keys()].toSorted()).toEqual(folders)
    expect(folders.length).toBeGreaterThan(0)
  })

  test.each([...kernels.values()])('$id has its exports, fits the header, and is frozen', one => {
    const arena = createArena()
    const { stateSize, init, process } = exportNames(one.id)
    expect([stateSize, init, process].filter(name => !arena.has(name))).toEqual([])
    expect(arena.call(stateSize, MAX_CHANNELS, 48_000)).toBeGreaterThanOrEqual(STATE_OFFSET)
    expect(Object.keys(one.inputs).length).toBeLessThanOrEqual(8)
    expect(Object.keys(one.outputs).length).toBeLessThanOrEqual(4)
    expect(Object.keys(one.params).length).toBeLessThanOrEqual(32)
    expect(Object.isFrozen(one) && Object.isFrozen(one.params)).toBe(true)
  })

  test.each([...kernels.values()])('$id starts over after init', one => {
    const input = Float32Array.from({ length: 1_024 }, (_, frame) => Math.sin(frame / 3))
    const inputs = Object.fromEntries(Object.keys(one.inputs).map(name => [name, [input]]))
    const options = { frames: 1_024, inputs }
    const instance = createInstance(one, options)
    instance.fill(0, 1_024)
    instance.process(0, 1_024)
    instance.arena.call(exportNames(one.id).init, instance.self, 48_000, 1)
    instance.process(0, 1_024)
    const again = instance.buses.flatMap(({ bus, channels }) =>
      Array.from({ length: channels }, (_, channel) =>
        instance.arena.floats(bus + channel * 4_096, 1_024).slice(),
      ),
    )
    expect(again).toEqual(Object.values(render(one, options)).flat())
  })

  test('the tables of the module fit into the least memory', () => {
    expect(createArena().heapBase).toBeLessThan(MINIMUM_PAGES * 65_536)
  })
})
