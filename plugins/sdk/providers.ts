import type { PluginContext } from './context'
import type { Right } from './rights'

/** Sound in memory: samples by channel, -1 to 1. */
export interface AudioClip {
  /** Hz. */
  readonly sampleRate: number
  readonly channels: readonly Float32Array[]
}

/** A stretch of time, in seconds. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What a provider of each kind can do. */
export interface Providers {
  /** Voice activity: where somebody speaks. */
  readonly vad: { detect(audio: AudioClip): Promise<readonly Span[]> }
  /** Speech to text. */
  readonly stt: {
    transcribe(audio: AudioClip, language?: string): Promise<readonly (Span & { text: string })[]>
  }
  /** Text to speech. */
  readonly tts: { speak(text: string, voice?: string): Promise<AudioClip> }
  /** A language model: the next message of a conversation. */
  readonly llm: {
    complete(
      messages: readonly {
        readonly role: 'system' | 'user' | 'assistant'
        readonly text: string
      }[],
    ): Promise<string>
  }
  /** A vector for each text; near vectors mean near texts. */
  readonly embedding: { embed(texts: readonly string[]): Promise<readonly Float32Array[]> }
  /** Stems of a mix, by name. */
  readonly separation: { separate(audio: AudioClip): Promise<Readonly<Record<string, AudioClip>>> }
  /** Sound from a description. The same seed gives the same sound. */
  readonly generation: {
    generate(prompt: string, options: { seconds: number; seed: number }): Promise<AudioClip>
  }
  /** Passages that answer a question, the best first. */
  readonly knowledge: {
    search(query: string, limit: number): Promise<readonly { text: string; score: number }[]>
  }
}

/** vad, stt, tts, llm, embedding, separation, generation or knowledge. */
export type ProviderKind = keyof Providers

/** Makes a provider from its configuration. A throw is why it cannot be made. */
export type ProviderFactory<Kind extends ProviderKind, Rights extends Right = never> = (
  config: Readonly<Record<string, unknown>>,
  context: PluginContext<Rights>,
) => Providers[Kind] | Promise<Providers[Kind]>

/** Factories by kind and name: `{ vad: { energy: () => … } }`. */
export type ProviderFactories<Rights extends Right = never> = {
  readonly [Kind in ProviderKind]?: Readonly<Record<string, ProviderFactory<Kind, Rights>>>
}

/** Two registered one thing under one name: the second is refused. */
export class DuplicatePluginError extends Error {
  override readonly name = 'DuplicatePluginError'
}

/** Who can do what, by kind and name. */
export interface ProviderRegistry {
  /** Throws a `DuplicatePluginError` where the kind has one of this name already. */
  readonly register: <Kind extends ProviderKind>(
    kind: Kind,
    name: string,
    factory: ProviderFactory<Kind, Right>,
  ) => void
  /** Undefined where there is none. */
  readonly get: <Kind extends ProviderKind>(
    kind: Kind,
    name: string,
  ) => ProviderFactory<Kind, Right> | undefined
  /** What there is, by kind and then by name, as it was when asked: whoever goes through it may register more. */
  readonly list: () => readonly { readonly kind: ProviderKind; readonly name: string }[]
}

type Shelves = { [Kind in ProviderKind]: Map<string, ProviderFactory<Kind, Right>> }

/**
 * An empty registry of providers.
 *
 * @example
 * import { createProviderRegistry } from '@wireharp/sdk'
 *
 * const registry = createProviderRegistry()
 * registry.register('vad', 'everything', () => ({
 *   detect: async ({ channels, sampleRate }) => [
 *     { start: 0, end: (channels[0]?.length ?? 0) / sampleRate },
 *   ],
 * }))
 * export const found = registry.get('vad', 'everything')
 */
export function createProviderRegistry(): ProviderRegistry {
  const shelves: Shelves = {
    vad: new Map(),
    stt: new Map(),
    tts: new Map(),
    llm: new Map(),
    embedding: new Map(),
    separation: new Map(),
    generation: new Map(),
    knowledge: new Map(),
  }
  return {
    register: (kind, name, factory) => {
      const shelf = shelves[kind]
      if (shelf.has(name)) {
        throw new DuplicatePluginError(`There is a provider “${kind}/${name}” already`)
      }
      shelf.set(name, factory)
    },
    get: (kind, name) => shelves[kind].get(name),
    list: () =>
      providerKinds.flatMap(kind =>
        [...shelves[kind].keys()].toSorted().map(name => ({ kind, name })),
      ),
  }
}

/** Every kind of provider. */
export const providerKinds: readonly ProviderKind[] = [
  'embedding',
  'generation',
  'knowledge',
  'llm',
  'separation',
  'stt',
  'tts',
  'vad',
]

const own = /* @__PURE__ */ createProviderRegistry()

/** Adds a provider to the plugin's own registry; see `ProviderRegistry.register`. */
export const register: ProviderRegistry['register'] = own.register

/** A provider of the plugin's own registry; see `ProviderRegistry.get`. */
export const get: ProviderRegistry['get'] = own.get

/** Flat, by `<kind>/<name>`: declared ones, and those that the plugin's modules registered when they were loaded. */
export function providersOf<Rights extends Right>(
  declared: ProviderFactories<Rights> = {},
): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const { kind, name } of own.list()) found[`${kind}/${name}`] = own.get(kind, name)
  for (const [kind, shelf] of Object.entries(declared)) {
    for (const [name, factory] of Object.entries(shelf ?? {})) {
      const id = `${kind}/${name}`
      if (id in found) throw new DuplicatePluginError(`There is a provider “${id}” already`)
      found[id] = factory
    }
  }
  return found
}
