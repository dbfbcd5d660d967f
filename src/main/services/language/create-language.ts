import { join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import type { Jobs, JobKind } from '../../jobs'
import type { AppPaths, Clock } from '../../kit'
import { complete } from './complete'
import { enrichKind } from './enrich'
import { loadLanguage } from './language-settings'
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
})

export interface LanguageParts {
  readonly jobs: Pick<Jobs, 'register'>
  readonly paths: Pick<AppPaths, 'config' | 'cache' | 'data'>
  readonly clock: Clock
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly speaker?: readonly string[]
}

/** Makes known the work that language models and voices do: `llm/complete`, `knowledge/enrich` and `tts/espeak`. */
export function createLanguage({ jobs, paths, clock, env, speaker }: LanguageParts): Disposable {
  // Read whenever it is needed: whoever changes it need not start anew.
  const settings = () => loadLanguage(join(paths.config, 'language.json'), env)
  const completing: JobKind<z.infer<typeof completeInputSchema>, { readonly text: string }> = {
    kind: 'llm/complete',
    lane: 'knowledge',
    input: completeInputSchema,
    title: () => 'Question to a language model',
    async run({ input, signal }) {
      const found = await settings()
      if (!found.ok) return found
      const said = await complete(found.value, input.messages, { signal })
      if (said.ok) return ok({ text: said.value })
      const retryable = said.error.code !== 'language-refused'
      return { ok: false, error: { ...said.error, retryable } }
    },
  }
  const stack = new DisposableStack()
  stack.use(jobs.register(completing))
  stack.use(jobs.register(enrichKind({ settings, clock, folder: join(paths.cache, 'knowledge') })))
  stack.use(
    jobs.register(
      speakKind({ media: join(paths.data, 'media'), ...(speaker && { command: speaker }) }),
    ),
  )
  return stack
}
