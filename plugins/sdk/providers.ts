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

/** What whoever calls a provider lends it. A plugin in a process of its own gets none: its calls are ended from outside. */
export interface ProviderCall {
  /** Aborted when the answer is not wanted any more. */
  readonly signal?: {
    readonly aborted: boolean
    addEventListener(type: 'abort', listener: () => void): void
  }
  /** How far it is, from 0 to 1, and what it does now. */
  readonly progress?: (done: number, stage?: string) => void
}

/** What is told of an artist or an album. */
export interface Knowledge {
  readonly summary: string
  readonly genres: readonly string[]
  readonly moods: readonly string[]
  readonly similar: readonly string[]
  readonly year?: number | undefined
}

/** What a provider of each kind can do. */
export interface Providers {
  /** Voice activity: where somebody speaks. */
  readonly vad: { detect(audio: AudioClip, call?: ProviderCall): Promise<readonly Span[]> }
  /** Speech to text. */
  readonly stt: {
    transcribe(
      audio: AudioClip,
      language?: string,
      call?: ProviderCall,
    ): Promise<readonly (Span & { text: string })[]>
  }
  /** Text to speech. */
  readonly tts: { speak(text: string, voice?: string, call?: ProviderCall): Promise<AudioClip> }
  /** A language model: the next message of a conversation. */
  readonly llm: {
    complete(
      messages: readonly {
        readonly role: 'system' | 'user' | 'assistant'
        readonly text: string
      }[],
      call?: ProviderCall,
    ): Promise<string>
  }
  /** A vector for each text; near vectors mean near texts. */
  readonly embedding: {
    embed(texts: readonly string[], call?: ProviderCall): Promise<readonly Float32Array[]>
    /** The vector of a sound in the space of the texts, where the provider hears. */
    hear?(audio: AudioClip, call?: ProviderCall): Promise<Float32Array>
  }
  /** Stems of a mix, by name. */
  readonly separation: {
    separate(audio: AudioClip, call?: ProviderCall): Promise<Readonly<Record<string, AudioClip>>>
  }
  /** Sound from a description. The same seed gives the same sound. */
  readonly generation: {
    generate(
      prompt: string,
      options: { seconds: number; seed: number },
      call?: ProviderCall,
    ): Promise<AudioClip>
  }
  /** Passages that answer a question, the best first. */
  readonly knowledge: {
    search(
      query: string,
      limit: number,
      call?: ProviderCall,
    ): Promise<readonly { text: string; score: number }[]>
    /** What is known of an artist, or of one of their albums. */
    enrich?(
      about: { readonly artist: string; readonly album?: string | undefined },
      call?: ProviderCall,
    ): Promise<Knowledge>
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
