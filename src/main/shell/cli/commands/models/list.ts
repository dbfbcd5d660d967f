import type { ModelInfo } from '#shared/contract'
import { ok } from '#shared/kit'
import { oneLine, type Io } from '../../io'
import { withModels } from './open-models'

/** `wireharp models list`: a line a model; as JSON an array. */
export function list(io: Io, { json }: { readonly json?: boolean }): Promise<number> {
  return withModels(
    io,
    async ({ models }) => ok(await models.list()),
    all => {
      if (json === true) io.out(JSON.stringify(all, undefined, 2))
      else for (const model of all) io.out(lineOf(model))
    },
  )
}

export function lineOf({ id, state, bytes, license, title, hosts, purpose }: ModelInfo): string {
  const inUnits =
    bytes < 1e5
      ? `${(bytes / 1e3).toFixed(0)} kB`
      : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
  const size = inUnits.padStart(8)
  const whole = purpose === 'plugin' ? 'a part of its plugin' : 'a part of the app'
  const from = hosts.length === 0 ? whole : `from ${hosts.join(', ')}`
  const terms = license.nonCommercial ? `${license.spdx} (not for commercial use)` : license.spdx
  return oneLine(`${id.padEnd(18)} ${state.padEnd(11)} ${size}  ${title}, ${terms}, ${from}`)
}
