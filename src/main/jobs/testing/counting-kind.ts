import { appendFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { err, fail, ok } from '#shared/kit'
import type { JobKind } from '../job-kind'

const inputSchema = z.strictObject({
  /** How many parts the work has. */
  parts: z.int().min(1).max(1000),
  /** Each takes so long, in milliseconds. */
  partMs: z.number().default(5),
  /** Where the numbers go. */
  out: z.string(),
  /** The part in which it fails. */
  failAt: z.int().optional(),
  deaf: z.boolean().default(false),
})
type Input = z.infer<typeof inputSchema>

const checkpointSchema = z.object({ done: z.int(), sum: z.number() })

/**
 * Work in parts that writes its numbers to a file, line by line, and delivers the file when it is whole. Whatever kills it
 * and however often, the file that it delivers has every number once.
 */
export function countingKind(kind = 'test/count', lane = 'test'): JobKind<Input, { sum: number }> {
  return {
    kind,
    lane,
    input: inputSchema,
    title: ({ parts }) => `Count to ${parts}`,
    key: ({ out }) => out,
    async run({ input, signal, folder, checkpoint, save, progress, log }) {
      const before = checkpointSchema.safeParse(checkpoint)
      let { done, sum } = before.success ? before.data : { done: 0, sum: 0 }
      log(`from ${done}`)
      for (; done < input.parts; done++) {
        if (signal.aborted && !input.deaf) return err(fail('job-stopped', 'Stopped.'))
        if (done === input.failAt) return err({ ...fail('disk-full', 'Full.'), retryable: true })
        sum += done
        // A part that is written twice is the same file, so a kill between it and the checkpoint does no harm.
        await writeFile(join(folder, `${done}.part`), `${done}\n`)
        await wait(input.partMs)
        progress((done + 1) / input.parts, `Part ${done + 1} of ${input.parts}`)
        if (!save({ done: done + 1, sum })) return err(fail('job-stopped', 'Not mine any more.'))
      }
      const whole = join(folder, 'whole.part')
      await writeFile(whole, '')
      for (let part = 0; part < input.parts; part++) await appendFile(whole, `${part}\n`)
      await rename(whole, input.out)
      return ok({ sum })
    },
  }
}
