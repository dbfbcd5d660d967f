import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import {
  GENERATE_MUSIC,
  MOST_PROMPT,
  MOST_SECONDS,
  type GenerationContract,
  type ServiceOf,
} from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { Jobs } from '../jobs'
import type { AppPaths } from '../kit'
import type { Models } from '../models'
import { generateKind } from './generate-kind'
import { trackOf } from './track'

const USUAL = 'musicgen-small'

export interface GenerationParts {
  readonly jobs: Pick<Jobs, 'create' | 'register'>
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<Models, 'ready' | 'made' | 'list'>
  readonly paths: Pick<AppPaths, 'data'>
}

/** Makes music from words; see `generationContract`. */
export function createGeneration(parts: GenerationParts): Disposable & {
  readonly service: ServiceOf<GenerationContract>
} {
  const { jobs, models, paths } = parts
  const tracks = join(paths.data, 'media', 'tracks')
  const registered = jobs.register(generateKind({ ...parts, tracks }))

  /** Whoever names no model gets one that is here. */
  async function usual(): Promise<string> {
    const all = (await models.list()).filter(({ purpose }) => purpose === 'generation')
    const here = all.filter(({ state }) => state === 'ready').map(({ id }) => id)
    return here.includes(USUAL) ? USUAL : (here[0] ?? USUAL)
  }

  const service: ServiceOf<GenerationContract> = {
    async generate({ prompt, seconds, seed, model, priority, continues }) {
      const wish = wishOf(prompt, seconds)
      if (!wish.ok) return wish
      const ready = await models.ready(model ?? (await usual()))
      if (!ready.ok) return ready
      const chosen = seed ?? randomInt(2 ** 32)
      const after = continues === undefined ? {} : { continues }
      const input = { ...wish.value, seed: chosen, model: ready.value.id, ...after }
      const job = jobs.create(GENERATE_MUSIC, input, priority)
      if (!job.ok) return job
      const track = trackOf({ ...input, version: ready.value.version })
      return ok({ id: job.value.id, seed: chosen, track })
    },
    async backends() {
      const all = (await models.list()).filter(({ purpose }) => purpose === 'generation')
      const states = all.map(async ({ id, title }) => {
        const ready = await models.ready(id)
        const reason = ready.ok ? {} : { reason: ready.error.message }
        return { model: id, title, ready: ready.ok, ...reason }
      })
      return ok(await Promise.all(states))
    },
  }
  return { service, [Symbol.dispose]: () => registered[Symbol.dispose]() }
}

function wishOf(
  prompt: string,
  seconds: number,
): Result<{ readonly prompt: string; readonly seconds: number }> {
  const said = prompt.trim()
  if (said.length === 0 || said.length > MOST_PROMPT) {
    return err(fail('prompt-invalid', `The description has ${said.length} characters.`, 'prompt'))
  }
  if (!(seconds >= 1 && seconds <= MOST_SECONDS)) {
    return err(fail('duration-invalid', `It cannot be ${seconds} s long.`, 'seconds'))
  }
  return ok({ prompt: said, seconds })
}
