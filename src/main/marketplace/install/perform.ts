import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { placePackage, readRecord, type InstallPlaces, type Origin } from '../../plugins/packages'
import type { MarketPlaces } from '../market-parts'
import { beginJournal, endJournal, undo, type JournalStep } from './journal'
import type { PreparedStep } from './prepare'

export interface PerformHooks {
  readonly signal?: AbortSignal
  readonly onProgress?: (stage: string, part: number) => void
}

/**
 * Installs what was prepared, what is needed first. Each plugin comes whole or not at all; where one cannot come, those
 * before it go back to what they were.
 */
export async function perform(
  steps: readonly PreparedStep[],
  places: MarketPlaces,
  { signal, onProgress }: PerformHooks = {},
): Promise<Result<void, readonly Failure[]>> {
  const { plugins } = places
  const all = steps.map(({ planned, alias }): JournalStep => {
    const id = alias ?? planned.id
    return { id, before: readRecord(plugins, id) }
  })
  // One alone comes by a single rename.
  if (steps.length > 1) {
    const noted = await beginJournal(plugins, all)
    if (!noted.ok) return err([noted.error])
  }
  try {
    for (const [at, step] of steps.entries()) {
      const { planned, fetched, registry, alias } = step
      onProgress?.(`Installing ${planned.name} ${planned.to}`, at / steps.length)
      const origin: Origin = {
        source: planned.id,
        kind: 'registry',
        registry,
        isOwn: registry === places.catalogue,
        ...(alias !== undefined && { alias }),
      }
      const placed = signal?.aborted
        ? err([fail('job-stopped', 'It was cancelled.')])
        : await placePackage(fetched, origin, installPlaces(places), () => undefined)
      if (!placed.ok) {
        await undo(all.slice(0, at), plugins)
        return err(placed.error)
      }
    }
    return ok()
  } finally {
    if (steps.length > 1) await endJournal(plugins)
  }
}

/** The user was asked before, and agreed. */
export function installPlaces({
  plugins,
  builtIn,
  cache,
  data,
  policy,
}: MarketPlaces): InstallPlaces {
  return { plugins, builtIn, cache, folder: data, agreed: true, ...(policy && { policy }) }
}
