import { describe, expect, test } from 'vitest'
import { createProviderRegistry, definePlugin, DuplicatePluginError, get, register } from './index'

const echo = () => ({ complete: async () => 'yes' })

describe('S4-01 the registry of providers', () => {
  test('gives what was registered, by kind and name', () => {
    const registry = createProviderRegistry()
    registry.register('llm', 'echo', echo)
    expect(registry.get('llm', 'echo')).toBe(echo)
    expect(registry.get('llm', 'none')).toBeUndefined()
    expect(registry.get('tts', 'echo')).toBeUndefined()
  })

  test('S4-18 refuses a second one of the same name', () => {
    const registry = createProviderRegistry()
    registry.register('llm', 'echo', echo)
    expect(() => registry.register('llm', 'echo', echo)).toThrow(DuplicatePluginError)
  })

  test('S4-17 may grow while somebody goes through it', () => {
    const registry = createProviderRegistry()
    registry.register('llm', 'a', echo)
    registry.register('llm', 'b', echo)
    const seen = registry.list().map(({ name }) => {
      registry.register('llm', `${name}2`, echo)
      return name
    })
    expect(seen).toEqual(['a', 'b'])
    expect(registry.list().map(({ name }) => name)).toEqual(['a', 'a2', 'b', 'b2'])
  })

  test('S4-08 modules register themselves when they are loaded, in any order', () => {
    const silero = () => ({ detect: async () => [] })
    const modules = [
      () => register('vad', 'silero', silero),
      () => register('llm', 'aside', echo),
      () => register('vad', 'energy', silero),
    ]
    for (const load of modules.toReversed()) load()
    expect(get('vad', 'silero')).toBe(silero)
    const names = Object.keys(definePlugin({}, { providers: { tts: {} } }).providers)
    expect(names).toEqual(['llm/aside', 'vad/energy', 'vad/silero'])
    expect(() => register('vad', 'silero', silero)).toThrow(DuplicatePluginError)
    expect(() => definePlugin({}, { providers: { llm: { aside: echo } } })).toThrow(
      DuplicatePluginError,
    )
  })

  test('S4-02 a plugin brings factories, which are made with a configuration', async () => {
    const plugin = definePlugin(
      {},
      { providers: { tts: { beep: config => ({ speak: async () => clip(config['rate']) }) } } },
    )
    expect(Object.keys(plugin.providers)).toContain('tts/beep')
  })
})

function clip(rate: unknown) {
  return { sampleRate: Number(rate), channels: [] }
}
