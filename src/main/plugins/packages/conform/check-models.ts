import type { Manifest } from '#shared/graph'
import type { Result } from '#shared/kit'
import type { PartCheck } from './check-parts'

/** The models of a plugin’s folder, run where they run for users. */
export interface ModelRuns {
  /** Inputs and outputs as they cross: `{ type, dims, data }` with base64. */
  run(model: string, inputs: unknown): Promise<Result<unknown>>
  /** Looks a model through, loads it, and runs it on silence; `ms` where that went well. */
  check(model: string): Promise<Result<{ readonly ms?: number }>>
}

/** Holds every model that lies in the folder against what plugin.json says of it. */
export async function checkModels(
  { models }: Pick<Manifest, 'models'>,
  runs: ModelRuns,
): Promise<readonly PartCheck[]> {
  const checks: PartCheck[] = []
  for (const [id, { file, inputs }] of Object.entries(models)) {
    const named = { check: 'runs' as const, part: `model “${id}”` }
    if (file === undefined || inputs === undefined) {
      const why = file === undefined ? 'It is downloaded' : 'Nothing says what goes in and out'
      checks.push({ ...named, passed: true, detail: `${why}; it was not run.` })
      continue
    }
    const ran = await runs.check(id)
    if (ran.ok) {
      const { ms } = ran.value
      const end = ms === undefined ? 'not on silence of length 1.' : 'finite numbers for silence.'
      checks.push({ ...named, passed: true, detail: `Its file is as plugin.json says; ${end}` })
    } else {
      const isAbsent = ran.error.code === 'inference-absent'
      checks.push({ ...named, passed: isAbsent, detail: ran.error.message })
    }
  }
  return checks
}
