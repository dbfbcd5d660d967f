import { z } from 'zod'
import { err, fail, ok } from '#shared/kit'
import {
  askAboutMusic,
  askForm,
  complete,
  hostState,
  languageProviders,
  settingsOf,
  type LanguageSettings,
} from '../../services'
import { signalOf } from '../clip-files'
import { orThrow, ProviderError } from '../provider-error'
import type { ProviderHub } from '../provider-hub'
import type { BuiltInParts } from './parts'

const facts = {
  ollama: { label: 'Ollama', about: 'Language models of this machine, by Ollama.' },
  openai: { label: 'OpenAI', about: 'Language models of any host that speaks as OpenAI does.' },
} as const

const passagesSchema = z.object({
  passages: z
    .array(z.object({ text: z.string().min(1).max(2000), score: z.number().min(0).max(1) }))
    .max(50),
})

/** Language models and what they know: `llm/ollama`, `llm/openai`, and `knowledge` by each of them. */
export function registerLanguage(hub: ProviderHub, { paths, env }: BuiltInParts): void {
  for (const name of languageProviders) {
    const settings = async (): Promise<LanguageSettings> =>
      orThrow(await settingsOf(name, paths.config, env))
    hub.registry.register('llm', name, () => ({
      complete: async (messages, call) =>
        orThrow(await complete(await settings(), messages, { signal: signalOf(call) })),
    }))
    hub.registry.register('knowledge', name, () => ({
      async search(query, limit, call) {
        if (query.trim() === '' || !(limit >= 1)) {
          throw new ProviderError(fail('job-input-invalid', 'A question and a number are needed.'))
        }
        const most = Math.min(50, Math.floor(limit))
        const found = orThrow(
          await askForm(
            await settings(),
            {
              schema: passagesSchema,
              task: `Give up to ${most} short passages that answer the question, the best first, each with how sure you are of it from 0 to 1.`,
              question: query,
            },
            signalOf(call),
          ),
        )
        return found.passages.toSorted((a, b) => b.score - a.score).slice(0, most)
      },
      enrich: async (about, call) =>
        orThrow(await askAboutMusic(await settings(), about, signalOf(call))),
    }))
    const state = async () => {
      const is = await settingsOf(name, paths.config, env)
      if (!is.ok) return is
      const { url, key } = is.value
      // On this machine one may look; a host elsewhere is called when it is asked something.
      if (name === 'ollama') return hostState(url)
      const isOwn = url.startsWith('https://api.openai.com/')
      return isOwn && key === undefined ? err(fail('language-refused', 'No key is set.')) : ok()
    }
    for (const kind of ['llm', 'knowledge'] as const) {
      hub.describe(kind, name, { plugin: name, ...facts[name], licence: 'Apache-2.0', state })
    }
  }
}
