import { z } from 'zod'
import {
  generatedSoundSchema,
  type GenerationContract,
  type JobInfo,
  type ServiceOf,
} from '#shared/contract'
import { MUSIC } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Extra } from '../../grants'

/** Who makes music of words here, and how its jobs stand. */
export interface MusicMaker {
  readonly generate: ServiceOf<GenerationContract>['generate']
  readonly show: (job: string) => Result<JobInfo>
}

/** Pieces of one plugin that may wait or be made: one that asks without end leaves room in the queue for others. */
const MOST = 2
const over: ReadonlySet<JobInfo['state']> = new Set(['completed', 'failed', 'cancelled'])
const wished = z.strictObject({
  prompt: z.string().max(10_000),
  seconds: z.number().optional(),
  seed: z.int().min(0).max(0xff_ff_ff_ff).optional(),
})
const named = z.strictObject({ job: z.string().max(100) })

/** What the right `model` gives: a plugin begins pieces of music, and asks how its own ones stand. */
export function musicExtras(maker: () => MusicMaker): Readonly<Record<string, Extra>> {
  const begun = new Map<string, Set<string>>()

  const jobsOf = (plugin: string): readonly JobInfo[] =>
    [...(begun.get(plugin) ?? [])].flatMap(job => {
      const found = maker().show(job)
      return found.ok ? [found.value] : []
    })
  /** Pieces that were asked for and have no job yet: several may be asked for at once. */
  const asking = new Map<string, number>()
  const underWay = (plugin: string) =>
    jobsOf(plugin).filter(({ state }) => !over.has(state)).length + (asking.get(plugin) ?? 0)

  const count = (plugin: string, more: number) =>
    asking.set(plugin, (asking.get(plugin) ?? 0) + more)

  async function generate(plugin: string, args: unknown): Promise<Result<unknown>> {
    const wish = wished.safeParse(args)
    if (!wish.success) return err(fail('request-invalid', 'Music is made of words.'))
    if (underWay(plugin) >= MOST) {
      return err(fail('plugin-busy', `${plugin} waits for ${MOST} pieces of music already.`))
    }
    const { prompt, seconds = 30, seed } = wish.data
    const asked = { prompt, seconds, priority: 'low' as const }
    const call = { signal: new AbortController().signal }
    count(plugin, 1)
    try {
      const made = await maker().generate({ ...asked, ...(seed !== undefined && { seed }) }, call)
      if (!made.ok) return made
      const { id, track, seed: drawn } = made.value
      begun.set(plugin, (begun.get(plugin) ?? new Set()).add(id))
      return ok({ job: id, track, seed: drawn })
    } finally {
      count(plugin, -1)
    }
  }

  async function status(plugin: string, args: unknown): Promise<Result<unknown>> {
    const wish = named.safeParse(args)
    const id = wish.data?.job ?? ''
    const job = jobsOf(plugin).find(own => own.id === id)
    if (job === undefined) return err(fail('job-unknown', `${plugin} has begun no job “${id}”.`))
    const { state, progress, failure, result } = job
    const sound = generatedSoundSchema.safeParse(result)
    return ok({
      ...{ job: id, state, progress },
      ...(sound.success && { path: sound.data.path }),
      ...(failure !== undefined && { failure: failure.message }),
    })
  }

  const target = () => MUSIC
  return {
    'models.generate': { right: 'model', target, run: generate },
    'models.status': { right: 'model', target, run: status },
    'models.isGenerating': {
      ...{ right: 'model', target },
      run: async plugin => ok(underWay(plugin) > 0),
    },
  }
}
