import { readRecord } from '../../../../plugins/packages'
import type { InstallFlags } from '../../author-commands'
import { exitCodes, oneLine, type Io } from '../../io'
import { installPlaces } from '../plugin/places'
import { followed, questionLines, refreshed, refusal, withMarket } from './open'

export interface MarketInstall extends InstallFlags {
  readonly id: string
  readonly version?: string
  readonly update?: boolean
}

/** Installs a plugin by its name, from the registries of this user, with what it needs. */
export function installFromMarket(io: Io, wish: MarketInstall): Promise<number> {
  const { id, version, agree = false, from, beside = false, update = false, json } = wish
  return withMarket(io, async market => {
    await refreshed(io, market)
    const begun = market.install({
      ...{ id, agreed: agree, beside, update },
      ...(version !== undefined && { version }),
      ...(from !== undefined && { registry: from }),
    })
    const before = market.shop.installed.get(id)?.version
    const task = await followed(io, market, begun)
    if (task?.state !== 'done') {
      return refusal(io, task?.failures ?? [], questionLines(task ?? {}))
    }
    if (json === true) {
      io.out(JSON.stringify({ id, version: task.version, ...(before && { before }) }))
      return exitCodes.done
    }
    const isSame = before === task.version
    const how = isSame
      ? 'There is nothing newer than'
      : before
        ? `Replaced ${before} by`
        : 'Installed'
    io.out(oneLine(`${how} ${id} ${task.version ?? ''}.`))
    return exitCodes.done
  })
}

/** Whether a plugin came out of a registry of the marketplace, and is updated from there. */
export function isFromMarket(io: Io, id: string): boolean {
  return readRecord(installPlaces(io).plugins, id)?.registry !== undefined
}

/** `tremolo@1.2.0`, a name with a version of its own. */
export function namedVersion(spec: string): { readonly id: string; readonly version?: string } {
  const at = spec.indexOf('@', 1)
  if (at < 0) return { id: spec }
  return { id: spec.slice(0, at), version: spec.slice(at + 1) }
}
