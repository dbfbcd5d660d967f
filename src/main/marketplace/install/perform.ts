import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import {
  placePackage,
  readRecord,
  restoreVersion,
  uninstallPlugin,
  type InstallPlaces,
  type InstallRecord,
  type Origin,
} from '../../plugins/packages'
import type { MarketPlaces } from '../market-parts'
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
  const done: { readonly id: string; readonly before: InstallRecord | undefined }[] = []
  for (const [at, step] of steps.entries()) {
    const { planned, fetched, registry, alias } = step
    const id = alias ?? planned.id
    onProgress?.(`Installing ${planned.name} ${planned.to}`, at / steps.length)
    const before = readRecord(places.plugins, id)
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
      await undo(done.toReversed(), places)
      return err(placed.error)
    }
    done.push({ id, before })
  }
  return ok()
}

async function undo(
  done: readonly { readonly id: string; readonly before: InstallRecord | undefined }[],
  { plugins }: MarketPlaces,
): Promise<void> {
  for (const { id, before } of done) {
    await (before === undefined
      ? uninstallPlugin(id, plugins)
      : restoreVersion(plugins, id, before))
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
