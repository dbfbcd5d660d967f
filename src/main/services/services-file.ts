import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Result } from '#shared/kit'
import { attempt, nodeFiles, readFailure, writeDurably, writeFailure } from '../kit'
import { jsonOf } from './calling/http-exchange'

const entrySchema = z.object({
  url: z.string().max(500),
  token: z.string().max(500).optional(),
  /** Who it said it is: the name is its own, also while it cannot be reached. */
  id: z.string().max(100).optional(),
})
const choiceSchema = z.object({ id: z.string().max(100), url: z.string().max(500).optional() })
const fileSchema = z.object({
  services: z.array(entrySchema).max(50).default([]),
  /**
   * Which service does the work of a capability, by its id and where it was when it was chosen (a bare id is of an earlier
   * Wireharp); this machine where none is named.
   */
  chosen: z
    .record(
      z.string().max(100),
      z.union([
        choiceSchema,
        z
          .string()
          .max(100)
          .transform((id): ServiceChoice => ({ id })),
      ]),
    )
    .default({}),
})
export type ServicesFile = Readonly<z.infer<typeof fileSchema>>
export type ServiceChoice = z.infer<typeof choiceSchema>
/** A service that is called at every start. */
export type ServiceEntry = z.infer<typeof entrySchema>

/** What `services.json` in the config folder has; nothing where it is not there or cannot be read. */
export async function loadServices(path: string): Promise<ServicesFile> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  const parsed = fileSchema.safeParse(text.ok ? jsonOf(text.value) : undefined)
  return parsed.success ? parsed.data : { services: [], chosen: {} }
}

export async function saveServices(path: string, services: ServicesFile): Promise<Result<void>> {
  const made = await attempt(
    () => mkdir(dirname(path), { recursive: true }),
    errno => writeFailure(errno, path),
  )
  // Tokens are in it.
  const text = JSON.stringify(services, undefined, 2)
  return made.ok ? writeDurably(path, text, nodeFiles, { secret: true }) : made
}
