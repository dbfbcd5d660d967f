import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { JobFailure, JobKind } from '../../jobs'
import { attempt, readFailure, sha256, writeDurably, writeFailure, type Clock } from '../../kit'
import { jsonOf } from '../calling/http-exchange'
import { complete } from './complete'
import type { LanguageSettings } from './language-settings'

export const ENRICH = 'knowledge/enrich'

const name = z.string().trim().min(1).max(200)
export const enrichInputSchema = z.strictObject({ artist: name, album: name.optional() })
export type EnrichInput = z.infer<typeof enrichInputSchema>

const words = z.array(z.string().min(1).max(60)).max(12)
/** What is told of an artist or an album. A model may be wrong in all of it. */
export const knowledgeSchema = z.object({
  summary: z.string().min(1).max(2000),
  genres: words,
  moods: words,
  similar: words,
  year: z.int().min(1000).max(2200).optional(),
})
export type Knowledge = z.infer<typeof knowledgeSchema>

const keptSchema = z.object({ madeAt: z.number(), knowledge: knowledgeSchema })
const DAY = 86_400_000
export const KEPT_MS = 30 * DAY

export interface EnrichParts {
  readonly settings: () => Promise<Result<LanguageSettings>>
  /** Where answers are kept. */
  readonly folder: string
  readonly clock: Clock
}

/** Asks a language model about an artist or an album; an answer is kept for a month. */
export function enrichKind(
  parts: EnrichParts,
): JobKind<EnrichInput, Knowledge & { readonly by: string }> {
  return {
    kind: ENRICH,
    lane: 'knowledge',
    input: enrichInputSchema,
    title: ({ artist, album }) =>
      `About ${album === undefined ? artist : `“${album}” by ${artist}`}`,
    key: ({ artist, album }) => JSON.stringify([artist, album]),
    async run({ input, signal }) {
      const settings = await parts.settings()
      if (!settings.ok) return settings
      const { provider, model } = settings.value
      const by = `${provider}/${model}`
      const id = [by, input.artist.toLowerCase(), input.album?.toLowerCase()]
      const path = join(parts.folder, `${sha256(Buffer.from(JSON.stringify(id)))}.json`)
      const kept = await read(path, parts.clock)
      if (kept !== undefined) return ok({ ...kept, by })
      const asked = await ask(settings.value, input, signal)
      if (!asked.ok) {
        return err({ ...asked.error, retryable: asked.error.code !== 'language-refused' })
      }
      const written = await keep(path, { madeAt: parts.clock.now(), knowledge: asked.value })
      return written.ok ? ok({ ...asked.value, by }) : written
    },
  }
}

async function ask(
  settings: LanguageSettings,
  { artist, album }: EnrichInput,
  signal: AbortSignal,
): Promise<Result<Knowledge, JobFailure>> {
  const schema = z.toJSONSchema(knowledgeSchema)
  const system =
    'You know music. Answer with one JSON object and nothing else, of this JSON schema. ' +
    `Leave out what you do not know. ${JSON.stringify(schema)}`
  const what = JSON.stringify(album === undefined ? { artist } : { artist, album })
  const said = await complete(
    settings,
    [
      { role: 'system', text: system },
      { role: 'user', text: `Tell me about ${what}.` },
    ],
    { schema, signal },
  )
  if (!said.ok) return said
  const parsed = knowledgeSchema.safeParse(jsonOf(withoutFence(said.value)))
  if (parsed.success) return ok(parsed.data)
  return err(fail('language-answer-invalid', `“${settings.model}” did not keep to the form.`))
}

/** Models like to put JSON between the marks of a code block. */
const withoutFence = (text: string): string =>
  /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text

async function read(path: string, clock: Clock): Promise<Knowledge | undefined> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  const kept = keptSchema.safeParse(text.ok ? jsonOf(text.value) : undefined)
  if (!kept.success) return undefined
  const age = clock.now() - kept.data.madeAt
  return age >= 0 && age < KEPT_MS ? kept.data.knowledge : undefined
}

async function keep(path: string, kept: z.infer<typeof keptSchema>): Promise<Result<void>> {
  const made = await attempt(
    () => mkdir(join(path, '..'), { recursive: true }),
    errno => writeFailure(errno, path),
  )
  return made.ok ? writeDurably(path, JSON.stringify(kept)) : made
}
