import { mkdir, readFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { parse } from 'secure-json-parse'
import { z } from 'zod'
import type { AiState } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably, writeFailure, type AppPaths } from '../kit'
import { findGpu } from './find-gpu'

/** Below these large models are too much: what they need goes away from the sound. */
const LEAST_MEMORY = 4e9
const LEAST_CORES = 2

const fileSchema = z.object({ on: z.boolean().optional() })

export interface Hardware {
  /** Bytes. */
  readonly memory: number
  readonly cores: number
  /** Whose graphics processor there is, where that can be known. */
  readonly gpu?: string | undefined
}

/** Whether large models may run here at all. */
export interface AiSwitch {
  state(): Promise<AiState>
  set(on: boolean): Promise<Result<AiState>>
  /** Nothing, or why not and what to do. */
  allowed(): Promise<Result<void>>
}

/**
 * Large models are the user’s to switch on, in `ai.json` of the config folder: where nobody has chosen they are off, and what the machine
 * has only recommends. `--profile ai` (WIREHARP_PROFILE) switches them on for one run.
 */
export function createAiSwitch({
  config,
  env = process.env,
  hardware = { memory: totalmem(), cores: availableParallelism(), gpu: findGpu() },
}: Pick<AppPaths, 'config'> & {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly hardware?: Hardware
}): AiSwitch {
  const path = join(config, 'ai.json')
  const { memory, cores, gpu } = hardware
  const gigabytes = (memory / 1e9).toFixed(1)
  const reasons = [
    ...(memory < LEAST_MEMORY ? [`It has ${gigabytes} GB of memory; models want 4 GB.`] : []),
    ...(cores < LEAST_CORES ? [`It has ${cores} core; models want ${LEAST_CORES}.`] : []),
  ]
  const recommended = reasons.length === 0

  async function chosen(): Promise<boolean | undefined> {
    const text = await attempt(
      () => readFile(path, 'utf8'),
      errno => readFailure(errno, path),
    )
    if (!text.ok) return undefined
    try {
      return fileSchema.safeParse(parse(text.value)).data?.on
    } catch {
      return undefined
    }
  }

  async function state(): Promise<AiState> {
    const wish = await chosen()
    const isForced = env['WIREHARP_PROFILE'] === 'ai'
    return {
      on: isForced || wish === true,
      by: isForced ? 'profile' : wish === undefined ? 'nobody' : 'choice',
      ...{ recommended, reasons, memory, cores },
      ...(gpu !== undefined && { gpu }),
    }
  }

  return {
    state,
    async set(on) {
      const made = await attempt(
        () => mkdir(config, { recursive: true }),
        errno => writeFailure(errno, config),
      )
      if (!made.ok) return made
      const written = await writeDurably(path, JSON.stringify({ on }))
      return written.ok ? ok(await state()) : written
    },
    async allowed() {
      const { on, by } = await state()
      if (on) return ok()
      const advice = recommended ? 'This machine is good for them.' : reasons.join(' ')
      const why =
        by === 'nobody' ? `Nobody has switched them on yet. ${advice}` : 'They were switched off.'
      return err(fail('ai-off', `Large models are off. ${why}`))
    },
  }
}
