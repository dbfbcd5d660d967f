import { readFileSync } from 'node:fs'
import { z } from 'zod'

const factsSchema = z.object({
  source: z.string().optional(),
  registry: z.string().optional(),
  aliasOf: z.string().optional(),
  publisher: z.object({ key: z.string() }).optional(),
  files: z.record(z.string(), z.string()).catch({}),
})

/** Of an installation, what whoever loads plugins needs to know. */
export type InstallFacts = z.infer<typeof factsSchema>

/** As the record of an installation says, which lies beside the folder of the version. */
export function recordBeside(folder: string): InstallFacts | undefined {
  try {
    const parsed = factsSchema.safeParse(JSON.parse(readFileSync(`${folder}.json`, 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** The id of a plugin’s other major version: `tremolo.v2`. */
export function aliasId(id: string, version: string): string {
  return `${id}.v${/^\d+/.exec(version)?.[0] ?? '0'}`
}
