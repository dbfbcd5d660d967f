import { describe, expect, test } from 'vitest'
import { definePlugin, effect, sensor, tool } from './index'

const manifest = {
  nodes: {
    half: {
      inputs: { in: { kind: 'audio' } },
      outputs: { out: { kind: 'audio' } },
      dsp: { form: 'script' },
    },
    plain: { dsp: { form: 'kernels', kernels: {} } },
  },
  tools: { ask: {} },
}
const half = effect(() => ({ process: () => {} }))
const ask = tool(() => 1)

describe('S1-22 definePlugin', () => {
  test('holds what plugin.json promises, with nothing for nodes of kernels', () => {
    const plugin = definePlugin(manifest, { nodes: { half }, tools: { ask } })
    expect(Object.keys(plugin.nodes)).toEqual(['half'])
    expect(plugin).toMatchObject({ tools: { ask }, sensors: {}, providers: {}, rights: [] })
    expect(definePlugin({ nodes: { plain: manifest.nodes.plain } }, {}).nodes).toEqual({})
  })

  test('refuses at compile time what plugin.json does not have, and misses what it has', () => {
    // @ts-expect-error the tool is missing
    definePlugin(manifest, { nodes: { half } })
    // @ts-expect-error there is no such node
    definePlugin(manifest, { nodes: { half, third: half }, tools: { ask } })
    // @ts-expect-error the sensors are missing
    definePlugin({ sensors: { one: {} } }, {})
    definePlugin(manifest, {
      nodes: {
        half: effect(() => ({
          process({ inputs }) {
            // @ts-expect-error there is no such port
            void inputs.side
          },
        })),
      },
      tools: { ask },
    })
    expect.assertions(0)
  })

  test('S1-19 a right that is not named is not in the context', () => {
    const tools = { ask: {} }
    definePlugin(
      { tools },
      { rights: ['network'], tools: { ask: (_in, { fetch }) => fetch?.('') } },
    )
    definePlugin(
      { tools },
      {
        rights: ['files.read'],
        // @ts-expect-error the right “network” is not named
        tools: { ask: (_in, { fetch }) => void fetch },
      },
    )
    const { rights } = definePlugin(
      { sensors: { one: {} } },
      { rights: ['gpio', 'serial'], sensors: { one: sensor({ read: () => 0 }) } },
    )
    expect(rights).toEqual(['gpio', 'serial'])
  })
})
