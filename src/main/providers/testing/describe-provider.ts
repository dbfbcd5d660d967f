import type { AudioClip, ProviderKind, Providers } from '@wireharp/sdk'
import { describe, expect, test } from 'vitest'
import { unwrap, type Result } from '#shared/kit'
import type { ProviderHub } from '../provider-hub'

/** A second of a tone that comes and goes. */
export function toneClip(seconds = 1, sampleRate = 16_000): AudioClip {
  const samples = Float32Array.from({ length: seconds * sampleRate }, (_, at) => {
    const time = at / sampleRate
    return 0.4 * Math.sin(2 * Math.PI * 330 * time) * Math.sin(Math.PI * time) ** 2
  })
  return { sampleRate, channels: [samples] }
}

function expectSound({ sampleRate, channels }: AudioClip): void {
  expect(sampleRate).toBeGreaterThan(7999)
  expect(channels.length).toBeGreaterThan(0)
  for (const channel of channels) {
    expect(channel).toBeInstanceOf(Float32Array)
    expect(channel.length).toBe(channels[0]?.length)
    expect(channel.every(Number.isFinite)).toBe(true)
  }
}

type Check<Kind extends ProviderKind> = (provider: Providers[Kind]) => Promise<void>

/** What every provider of a kind keeps to, whoever wrote it and wherever it runs. */
const checks: { readonly [Kind in ProviderKind]: Check<Kind> } = {
  async vad(provider) {
    const silence = { sampleRate: 16_000, channels: [new Float32Array(16_000)] }
    expect(await provider.detect(silence)).toEqual([])
    let last = 0
    for (const { start, end } of await provider.detect(toneClip())) {
      expect(start).toBeGreaterThanOrEqual(last)
      expect(end).toBeGreaterThan(start)
      expect(end).toBeLessThanOrEqual(1.001)
      last = end
    }
  },
  async stt(provider) {
    let last = 0
    for (const { start, end, text } of await provider.transcribe(toneClip(2), 'en')) {
      expect(start).toBeGreaterThanOrEqual(last)
      expect(end).toBeLessThanOrEqual(2.001)
      expect(text.trim()).toBe(text)
      last = start
    }
  },
  async tts(provider) {
    const said = await provider.speak('One two', 'en')
    expectSound(said)
    expect(said.channels[0]?.length).toBeGreaterThan(0)
  },
  async llm(provider) {
    expect(await provider.complete([{ role: 'user', text: 'Say yes.' }])).toMatch(/./)
  },
  async embedding(provider) {
    const [rain, drums, again] = await provider.embed(['rain', 'drums', 'rain'])
    for (const vector of [rain, drums]) {
      expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 4)
    }
    expect(again).toEqual(rain)
    expect(drums).not.toEqual(rain)
  },
  async separation(provider) {
    const mix = toneClip(1, 44_100)
    const stems = Object.values(await provider.separate(mix))
    expect(stems.length).toBeGreaterThan(1)
    for (const stem of stems) {
      expectSound(stem)
      expect(stem.sampleRate).toBe(44_100)
      expect(stem.channels[0]?.length).toBe(44_100)
    }
    for (const at of [0, 10_000, 22_050, 40_000]) {
      const sum = stems.reduce((all, stem) => all + (stem.channels[0]?.[at] ?? NaN), 0)
      expect(sum).toBeCloseTo(mix.channels[0]?.[at] ?? NaN, 4)
    }
  },
  async generation(provider) {
    const make = (seed: number) => provider.generate('calm piano', { seconds: 1, seed })
    const [one, same, other] = [await make(1), await make(1), await make(2)]
    expectSound(one)
    expect((one.channels[0]?.length ?? 0) / one.sampleRate).toBeCloseTo(1, 1)
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  },
  async knowledge(provider) {
    const found = await provider.search('What is an arpeggio?', 2)
    expect(found.length).toBeLessThanOrEqual(2)
    const scores = found.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  },
}

type Runs = Readonly<
  Record<ProviderKind, (hub: ProviderHub, name: string) => Promise<Result<void>>>
>
const runs: Runs = {
  vad: (hub, name) => hub.ask('vad', name, checks.vad),
  stt: (hub, name) => hub.ask('stt', name, checks.stt),
  tts: (hub, name) => hub.ask('tts', name, checks.tts),
  llm: (hub, name) => hub.ask('llm', name, checks.llm),
  embedding: (hub, name) => hub.ask('embedding', name, checks.embedding),
  separation: (hub, name) => hub.ask('separation', name, checks.separation),
  generation: (hub, name) => hub.ask('generation', name, checks.generation),
  knowledge: (hub, name) => hub.ask('knowledge', name, checks.knowledge),
}

/** The contract of providers, run against those that `hub` has. */
export function describeProviders(
  title: string,
  hub: () => ProviderHub,
  all: readonly (readonly [kind: ProviderKind, name: string])[],
): void {
  describe(`${title}: the contract of providers`, () => {
    test.each(all)('%s/%s does what its kind does', async (kind, name) => {
      unwrap(await runs[kind](hub(), name))
    })

    test('one that is not there is told, and does not stop the others', async () => {
      expect(await hub().ask('llm', 'nobody', async () => 1)).toMatchObject({
        error: { code: 'provider-unknown' },
      })
    })
  })
}
