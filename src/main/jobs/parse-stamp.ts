import { z } from 'zod'
import type { ProcessStamp } from '../kit'

const stampSchema = z.object({ pid: z.int(), host: z.string(), started: z.string() })

/** The stamp of the process that works on the jobs, as the database has it. */
export function parseStamp(text: string): ProcessStamp | undefined {
  try {
    return stampSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
