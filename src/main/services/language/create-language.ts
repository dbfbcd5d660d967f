import { join } from 'node:path'
import type { AudioClip } from '@wireharp/sdk'
import { z } from 'zod'
import { ok } from '#shared/kit'
import type { Jobs, JobKind } from '../../jobs'
import type { AppPaths, Clock } from '../../kit'
import { enrichKind } from './enrich'
import { chosenLanguage } from './language-settings'
import { mayMend, providerName, type AskProviders } from './providers'
import { speakKind } from './speak'

const completeInputSchema = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        role: z.enum(['system', 'user', 'assistant']),
        text: z.string().max(100_000),
      }),
    )
    .min(1)
    .max(200),
  provider: providerName.optional(),
})

export interface LanguageParts {
  readonly jobs: Pick<Jobs, 'register'>
  readonly paths: Pick<AppPaths, 'config' | 'cache' | 'data'>
  readonly clock: Clock
  readonly providers: AskProviders
  /** Writes a WAV file. */
  readonly writeSound: (path: string, clip: AudioClip) => Promise<void>
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly speaker?: readonly string[]
}

/** Makes known the work that language models and voices do: `llm/complete`, `knowledge/enrich` and `tts/speak`. */
export function createLanguage(parts: LanguageParts): Disposable {
  const { jobs, paths, clock, providers, writeSound, env, speaker } = parts
  // Read whenever it is needed: whoever changes it need not start anew.
  const chosen = () => chosenLanguage(paths.config, env)
  const completing: JobKind<z.infer<typeof completeInputSchema>, { readonly text: string }> = {
    kind: 'llm/complete',
    lane: 'knowledge',
    input: completeInputSchema,
    title: () => 'Question to a language model',
    async run({ input: { messages, provider }, signal, progress }) {
      const usual = await chosen()
      if (!usual.ok) return usual
      const said = await providers.ask('llm', provider ?? usual.value.provider, model =>
        model.complete(messages, { signal, progress }),
      )
      return said.ok ? ok({ text: said.value }) : mayMend(said.error)
    },
  }
  const stack = new DisposableStack()
  stack.use(jobs.register(completing))
  stack.use(
    jobs.register(enrichKind({ providers, chosen, clock, folder: join(paths.cache, 'knowledge') })),
  )
  const speaking = { media: join(paths.data, 'media'), providers, writeSound }
  stack.use(jobs.register(speakKind({ ...speaking, ...(speaker && { command: speaker }) })))
  return stack
}
