import { join } from 'node:path'
import { z } from 'zod'
import { err, ok, type Failure, type FailureCode } from '#shared/kit'
import type { Inference } from '../../inference'
import type { JobFailure, JobKind } from '../../jobs'
import { sha256OfFile } from '../../kit'
import type { WorkRuns } from '../../plugins'
import type { Made } from '../clip-work'
import { placeFiles } from '../place-files'
import { soundSchema } from './sound-schema'

export const OWN = 'clips/own'

/** Who runs works of plugins. */
export interface OwnWorks extends WorkRuns {
  /** Another one stands for other code or settings; undefined where the plugin does not run. */
  stamp(plugin: string): string | undefined
  /** Notes that a plugin made a sound (SHA-256 of its file), for the licences of its models. */
  made(plugin: string, sound: string): Promise<void>
}

const inputSchema = z.strictObject({
  name: z.string().max(255),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  plugin: z.string().max(200),
  node: z.string().max(64),
  params: z.record(z.string(), z.unknown()),
  clips: z.record(z.string(), soundSchema),
  outputs: z.array(z.string().max(64)).max(128),
  hears: z.strictObject({
    sampleRate: z.int().min(4000).max(192_000),
    channels: z.union([z.literal(1), z.literal(2)]),
  }),
})
type OwnInput = z.infer<typeof inputSchema>

/** What trying again cannot mend. */
const final: ReadonlySet<FailureCode> = new Set([
  'permission-undeclared',
  'plugin-not-enabled',
  'plugin-threw',
  'work-answer-invalid',
])

/** A node of a plugin that makes clips in its own code: it hears them as it asked for, and its files go to `<media>/<key>/`. */
export function ownKind(
  inference: Pick<Inference, 'run'>,
  media: string,
  works: OwnWorks,
): JobKind<OwnInput, Made> {
  return {
    kind: OWN,
    lane: 'plugins',
    input: inputSchema,
    title: ({ name }) => name,
    key: ({ key }) => key,
    memory: () => 256 * 1024 * 1024,
    async run({ input, folder, ...context }) {
      const { plugin, node, params, outputs, hears, key } = input
      const clips: Record<string, { path: string; frames: number }> = {}
      for (const [port, sound] of Object.entries(input.clips)) {
        const heard = await inference.run({
          pipeline: 'sound/convert',
          input: { sound, ...hears, file: `in-${port}.f32` },
          folder,
          ...context,
          progress: (done, stage) => context.progress(done * 0.1, stage),
        })
        if (!heard.ok) return err({ ...heard.error, retryable: true })
        clips[port] = heardSchema.parse(heard.value)
      }
      const done = await works.run({
        ...{ plugin, node, params, clips, outputs, hears, folder },
        signal: context.signal,
        progress: (part, stage) => context.progress(0.1 + part * 0.9, stage),
      })
      if (!done.ok) return err(failed(done.error))
      const placed = await placeFiles(folder, join(media, key), done.value.files)
      if (!placed.ok) return err({ ...placed.error, retryable: true })
      for (const path of Object.values(placed.value)) {
        await works.made(plugin, await sha256OfFile(path))
      }
      const { spans, notes } = done.value
      return ok({ clips: placed.value, ...(spans && { spans }), ...(notes && { notes }) })
    },
  }
}

const heardSchema = z.object({ path: z.string(), frames: z.int() })

function failed(failure: Failure): JobFailure {
  return { ...failure, retryable: !final.has(failure.code) }
}
