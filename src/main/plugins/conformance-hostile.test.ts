import { afterAll, describe, expect, test } from 'vitest'
import type { NodeDefinition, Project } from '#shared/graph'
import { TestSounds } from './testing/test-sounds'
import {
  definitions,
  effects,
  named,
  projectOf,
  put,
  UnderTest,
  wire,
  withSounds,
} from './testing/under-test'

const FRAMES = 4096
const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())

const hostile: Readonly<Record<string, (n: number) => number>> = {
  nan: n => (n % 97 === 0 ? Number.NaN : Math.sin(n)),
  infinite: n => (n % 89 === 0 ? (n % 2 === 0 ? 1 : -1) / 0 : Math.sin(n)),
  huge: n => (n % 2 === 0 ? 1e30 : -1e30),
  hugeDc: () => 1e30,
  denormal: n => (n % 3 === 0 ? 1e-40 : -1e-42),
  dc: () => 1,
  clipped: n => (Math.floor(n / 50) % 2 === 0 ? 1 : -1),
}
for (const [name, samples] of Object.entries(hostile)) shelf.add(name, 48_000, 2, FRAMES, samples)

shelf.add('shock', 48_000, 2, 96_000, n => (n < 4096 ? 3e38 : Math.sin(n * 0.05)))

function fed(definition: NodeDefinition, sound: string): Project {
  return projectOf(definition, { sources: { audio: 'player/player' }, sourceParams: { sound } })
}

describe('A-01 no built-in node is brought down', () => {
  test.each(named(effects))('%s: by hostile sound', (_type, definition) => {
    for (const sound of Object.keys(hostile)) {
      using node = new UnderTest(fed(definition, sound), shelf.sounds)
      expect(() => node.render(FRAMES + 8192), sound).not.toThrow()
    }
  })

  test.each(named(effects))(
    '%s: for ever, by a shock at the end of what floats hold',
    (_type, definition) => {
      using node = new UnderTest(fed(definition, 'shock'), shelf.sounds)
      node.run.render(65_536)
      expect(() => node.render(1024)).not.toThrow()
    },
  )

  test.each(named(definitions))('%s: by modulation of every number', (_type, definition) => {
    const document = projectOf(definition, { params: withSounds(definition, 'b') })
    put(document, 'wild', 'noise/noise')
    put(document, 'mover', 'to-control/to-control')
    wire(document, { node: 'wild', port: 'out' }, { node: 'mover', port: 'in' })
    for (const [param, { kind }] of Object.entries(definition.params)) {
      if (kind !== 'number') continue
      wire(document, { node: 'mover', port: 'out' }, { node: 'node', port: param }, 1)
    }
    using node = new UnderTest(document, shelf.sounds)
    expect(() => node.render(FRAMES)).not.toThrow()
    expect(node.run.troubles).toEqual([])
  })

  test.each([44_100, 48_000, 88_200, 96_000] as const)('at %i Hz', sampleRate => {
    for (const definition of definitions) {
      const document = projectOf(definition, { params: withSounds(definition, 'b') })
      using node = new UnderTest({ ...document, sampleRate }, shelf.sounds)
      expect(() => node.render(FRAMES), definition.type).not.toThrow()
      expect(node.run.troubles, definition.type).toEqual([])
    }
  })
})
