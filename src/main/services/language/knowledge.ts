import type { Knowledge } from '@wireharp/sdk'
import { knowledgeSchema } from '#shared/contract'
import type { Result } from '#shared/kit'
import { askForm } from './ask-form'
import type { LanguageSettings } from './language-settings'

/** Asks a language model about an artist, or about one of their albums. */
export function askAboutMusic(
  settings: LanguageSettings,
  { artist, album }: { readonly artist: string; readonly album?: string | undefined },
  signal: AbortSignal,
): Promise<Result<Knowledge>> {
  const what = JSON.stringify(album === undefined ? { artist } : { artist, album })
  const wish = {
    schema: knowledgeSchema,
    task: 'You know music.',
    question: `Tell me about ${what}.`,
  }
  return askForm(settings, wish, signal)
}
