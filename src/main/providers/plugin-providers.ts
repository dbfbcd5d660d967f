import type { AudioClip, ProviderCall, ProviderKind, Providers } from '@wireharp/sdk'
import { z } from 'zod'
import { err, fail, type Result } from '#shared/kit'
import { ProviderError } from './provider-error'
import type { PluginProviders } from './provider-hub'

/** Who runs the providers of plugins. */
export interface ProviderRunner {
  /** The enabled plugin that provides this, by its id. */
  providerOf(kind: string, name: string): string | undefined
  call(
    plugin: string,
    calling: { what: 'provider'; name: string; input: unknown; timeoutMs: number },
  ): Promise<Result<unknown>>
}

/** A language model on a slow machine thinks for minutes. */
const PATIENCE_MS = 180_000

const number = z.number()
/** Typed arrays come out of a sandbox as lists, or as objects by index. */
const floats = z
  .union([z.array(number), z.record(z.string(), number)])
  .transform(values => Float32Array.from(Object.values(values)))
const clip = z.object({
  sampleRate: z.number().min(1).max(768_000),
  channels: z.array(floats).max(64),
})
const span = z.object({ start: z.number().min(0), end: z.number().min(0) })
const words = z.array(z.string().max(200)).max(100)
const knowledge = z.object({
  summary: z.string().max(10_000),
  ...{ genres: words, moods: words, similar: words },
  year: z.int().optional(),
})

/**
 * Providers of plugins, which run in processes of their own: what goes in and comes out is JSON, at most 8 million characters. So
 * their sounds are short; what they answer is parsed here.
 */
export function pluginProviders(runner: ProviderRunner): PluginProviders {
  return {
    get<Kind extends ProviderKind>(kind: Kind, name: string): Providers[Kind] | undefined {
      const plugin = runner.providerOf(kind, name)
      return plugin === undefined ? undefined : proxies[kind](caller(runner, plugin, kind, name))
    },
  }
}

type Ask = <Schema extends z.ZodType>(
  method: string,
  args: readonly unknown[],
  answer: Schema,
  call: ProviderCall | undefined,
) => Promise<z.infer<Schema>>

function caller(runner: ProviderRunner, plugin: string, kind: string, name: string): Ask {
  return async (method, args, answer, call) => {
    const input = { method, args: args.map(sendable) }
    const calling = {
      what: 'provider' as const,
      name: `${kind}/${name}`,
      input,
      timeoutMs: PATIENCE_MS,
    }
    const said = await Promise.race([runner.call(plugin, calling), stopOf(call)])
    if (!said.ok) throw new ProviderError(said.error)
    const parsed = answer.safeParse(said.value)
    if (parsed.success) return parsed.data
    throw new ProviderError(
      fail('provider-failed', `“${kind}/${name}” answered in another form than its kind has.`),
    )
  }
}

const proxies: { readonly [Kind in ProviderKind]: (ask: Ask) => Providers[Kind] } = {
  vad: ask => ({ detect: (audio, call) => ask('detect', [audio], z.array(span), call) }),
  stt: ask => ({
    transcribe: (audio, language, call) =>
      ask('transcribe', [audio, language], z.array(span.extend({ text: z.string() })), call),
  }),
  tts: ask => ({ speak: (text, voice, call) => ask('speak', [text, voice], clip, call) }),
  llm: ask => ({ complete: (messages, call) => ask('complete', [messages], z.string(), call) }),
  embedding: ask => ({ embed: (texts, call) => ask('embed', [texts], z.array(floats), call) }),
  separation: ask => ({
    separate: (audio, call) => ask('separate', [audio], z.record(z.string(), clip), call),
  }),
  generation: ask => ({
    generate: (prompt, options, call) => ask('generate', [prompt, options], clip, call),
  }),
  knowledge: ask => ({
    search: (query, limit, call) =>
      ask('search', [query, limit], z.array(z.object({ text: z.string(), score: number })), call),
    enrich: (about, call) => ask('enrich', [about], knowledge, call),
  }),
}

function sendable(value: unknown): unknown {
  return isClip(value) ? { ...value, channels: value.channels.map(all => [...all]) } : value
}

function isClip(value: unknown): value is AudioClip {
  return typeof value === 'object' && value !== null && 'channels' in value && 'sampleRate' in value
}

/** Never resolves unless the caller stops. */
function stopOf(call: ProviderCall | undefined): Promise<Result<never>> {
  return new Promise(resolve => {
    const stop = () => resolve(err(fail('job-stopped', 'It was stopped.')))
    if (call?.signal?.aborted === true) stop()
    call?.signal?.addEventListener('abort', stop)
  })
}
