import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Knowledge } from '@wireharp/sdk'
import { z } from 'zod'
import { ENRICH, knowledgeSchema } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { JobKind } from '../../jobs'
import { attempt, readFailure, sha256, writeDurably, writeFailure, type Clock } from '../../kit'
import { jsonOf } from '../calling/http-exchange'
import { mayMend, providerName, type AskProviders } from './providers'

const name = z.string().trim().min(1).max(200)
export const enrichInputSchema = z.strictObject({
  artist: name,
  album: name.optional(),
  provider: providerName.optional(),
})
export type EnrichInput = z.infer<typeof enrichInputSchema>

const keptSchema = z.object({ madeAt: z.number(), knowledge: knowledgeSchema })

const DAY = 86_400_000
export const KEPT_MS = 30 * DAY

export interface EnrichParts {
  readonly providers: AskProviders
  /** Who is asked where nobody is named. */
  readonly chosen: () => Promise<Result<{ readonly provider: string; readonly model?: string }>>
  /** Where answers are kept. */
  readonly folder: string
  readonly clock: Clock
}

/** Asks somebody who knows about an artist or an album; an answer is kept for a month. */
export function enrichKind(
  parts: EnrichParts,
): JobKind<EnrichInput, Knowledge & { readonly by: string }> {
  return {
    kind: ENRICH,
    lane: 'knowledge',
    input: enrichInputSchema,
    title: ({ artist, album }) =>
      `About ${album === undefined ? artist : `“${album}” by ${artist}`}`,
    key: ({ artist, album, provider }) => JSON.stringify([artist, album, provider]),
    async run({ input, signal, progress }) {
      const chosen = await parts.chosen()
      if (!chosen.ok) return chosen
      const { artist, album, provider = chosen.value.provider } = input
      const model = provider === chosen.value.provider ? chosen.value.model : undefined
      const by = model === undefined ? provider : `${provider}/${model}`
      const id = [by, artist.toLowerCase(), album?.toLowerCase()]
      const path = join(parts.folder, `${sha256(Buffer.from(JSON.stringify(id)))}.json`)
      const kept = await read(path, parts.clock)
      if (kept !== undefined) return ok({ ...kept, by })
      const asked = await parts.providers.ask('knowledge', provider, async knower =>
        knower.enrich?.({ artist, album }, { signal, progress }),
      )
      if (!asked.ok) return mayMend(asked.error)
      const knowledge = knowledgeSchema.safeParse(asked.value)
      if (!knowledge.success) {
        return err(fail('language-answer-invalid', `“${provider}” knows nothing of that form.`))
      }
      const written = await keep(path, { madeAt: parts.clock.now(), knowledge: knowledge.data })
      return written.ok ? ok({ ...knowledge.data, by }) : written
    },
  }
}

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
