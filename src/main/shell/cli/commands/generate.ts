import { copyFile, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { nanoid } from 'nanoid'
import { generatedSoundSchema, type GeneratedSound } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, sha256OfFile, writeFailure } from '../../../kit'
import { oneLine, type Io } from '../io'
import { call } from './jobs/open-jobs'
import { withModels } from './models/open-models'
import { watchJob } from './models/watch-job'

export interface GenerateFlags {
  readonly prompt: string
  readonly seconds: number
  readonly out: string
  readonly seed?: number
  readonly model?: string
  readonly continue?: string
  readonly json?: boolean
}

/** `wireharp generate`: music from words, as a WAV file. It is the job that the app would make. */
export function generate(io: Io, flags: GenerateFlags): Promise<number> {
  const { prompt, seconds, seed, model } = flags
  const out = resolve(flags.out)
  return withModels(
    io,
    async ({ jobs, generation }) => {
      const before = await hashOf(flags.continue)
      if (!before.ok) return before
      const wish = {
        prompt,
        seconds,
        ...(model !== undefined && { model }),
        ...(seed !== undefined && { seed }),
        ...(before.value !== undefined && { continues: before.value }),
      }
      const begun = await generation.service.generate({ ...wish, priority: 'normal' }, call)
      if (!begun.ok) return begun
      const ended = await watchJob(io, jobs, begun.value.id)
      if (!ended.ok) return ended
      const sound = generatedSoundSchema.safeParse(ended.value.result)
      if (!sound.success) return err(fail('internal', 'The job told its sound in an unknown form.'))
      return await handOver(sound.data, out)
    },
    sound => {
      if (flags.json === true) io.out(JSON.stringify(sound, undefined, 2))
      else {
        const { path, seconds: long, seed: used } = sound
        io.out(oneLine(`${path}: ${long.toFixed(1)} s, seed ${used}.`))
      }
    },
  )
}

function hashOf(file: string | undefined): Promise<Result<string | undefined>> {
  return attempt(
    async () => (file === undefined ? undefined : await sha256OfFile(resolve(file))),
    errno => readFailure(errno, `file “${file ?? ''}”`),
  )
}

/** A copy: what was generated stays where it is, for whoever wishes for the same again. */
async function handOver(sound: GeneratedSound, out: string): Promise<Result<GeneratedSound>> {
  const temporary = `${out}.${nanoid(6)}.part`
  const written = await attempt(
    async () => {
      await copyFile(sound.path, temporary)
      await rename(temporary, out)
    },
    errno => writeFailure(errno, out),
  )
  if (written.ok) return ok({ ...sound, path: out })
  await rm(temporary, { force: true })
  return written
}
