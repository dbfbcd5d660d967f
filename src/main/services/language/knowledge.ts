import type { Knowledge } from '@wireharp/sdk'
import { z } from 'zod'
import type { Result } from '#shared/kit'
import { askForm } from './ask-form'
import type { LanguageSettings } from './language-settings'

const words = z.array(z.string().min(1).max(60)).max(12)
/** What is told of an artist or an album. A model may be wrong in all of it. */
export const knowledgeSchema = z.object({
  summary: z.string().min(1).max(2000),
  genres: words,
  moods: words,
  similar: words,
  year: z.int().min(1000).max(2200).optional(),
})

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
