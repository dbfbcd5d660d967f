import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { nodeFiles, whileLocked, writeDurably } from '../../kit'
import { keptRevocations, noteRegistry, readTrust, revokersOf } from '../../plugins/packages'
import type { MarketPlaces } from '../market-parts'
import { parseAddress, type Registry } from './address'

/** What a header can carry. */
const tokenSchema = z.string().regex(/^[\x21-\x7e]{1,4000}$/)
const registrySchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  address: z.string().min(1).max(2000),
  kind: z.enum(['npm', 'folder']),
  /** For the registries of companies. */
  token: tokenSchema.optional(),
})
const fileSchema = z.object({ registries: z.array(registrySchema).max(50) })
type Kept = z.infer<typeof registrySchema>

/** The one that comes with the app. */
export const BUILT_IN = 'wireharp'

/** The registries in their order: of two that have a plugin, the first one’s counts. */
export function registriesOf(places: MarketPlaces): readonly Registry[] {
  const { catalogue } = places
  return [{ name: BUILT_IN, address: catalogue, kind: 'built-in' }, ...kept(places)]
}

export function tokenOf(places: MarketPlaces, name: string): string | undefined {
  return kept(places).find(registry => registry.name === name)?.token
}

/** Names of those that are asked with a token. */
export function withToken(places: MarketPlaces): ReadonlySet<string> {
  return new Set(kept(places).flatMap(({ name, token }) => (token === undefined ? [] : [name])))
}

export async function addRegistry(
  places: MarketPlaces,
  { name, address: text, token }: { name: string; address: string; token?: string | undefined },
  folder: string,
): Promise<Result<Registry>> {
  const parsed = parseAddress(text, folder)
  if (!parsed.ok) return parsed
  const { address, kind } = parsed.value
  if (token !== undefined && !tokenSchema.safeParse(token).success) return err(noToken())
  const added: Kept = { name, address, kind, ...(token !== undefined && { token }) }
  if (!registrySchema.safeParse(added).success) {
    return err(fail('registry-refused', `“${name.slice(0, 60)}” is no name of a registry.`))
  }
  const done = await edit(places, all => {
    const taken = all.find(each => each.name === name || each.address === address)
    if (taken !== undefined || name === BUILT_IN) {
      return err(fail('registry-exists', `There is a registry “${taken?.name ?? name}” already.`))
    }
    return ok([...all, added])
  })
  return done.ok ? ok({ name, address, kind }) : done
}

/** Another token, or none any more. All else that is known of the registry stays. */
export async function setToken(
  places: MarketPlaces,
  name: string,
  token: string | undefined,
): Promise<Result<void>> {
  if (token !== undefined && !tokenSchema.safeParse(token).success) return err(noToken())
  return edit(places, all => {
    const found = all.find(each => each.name === name && each.kind === 'npm')
    if (found === undefined) {
      return err(fail('registry-unknown', `There is no registry “${name}” that takes a token.`))
    }
    const { token: _old, ...rest } = found
    const next: Kept = { ...rest, ...(token !== undefined && { token }) }
    return ok(all.map(each => (each === found ? next : each)))
  })
}

function noToken(): Failure {
  return fail('registry-token-wrong', 'A token has no spaces, line ends or letters beyond ASCII.')
}

/** Its key is forgotten too: whoever adds it again trusts it anew. What it revoked stays revoked. */
export async function removeRegistry(
  places: MarketPlaces,
  name: string,
): Promise<Result<Registry>> {
  const found = kept(places).find(each => each.name === name)
  if (found === undefined) {
    const detail = name === BUILT_IN ? 'The app’s own registry stays.' : `There is no “${name}”.`
    return err(fail('registry-unknown', detail))
  }
  const done = await edit(places, all => ok(all.filter(each => each.name !== name)))
  if (!done.ok) return done
  const { plugins } = places
  const revokers = revokersOf(readTrust(plugins), found.address).filter(
    key => keptRevocations(plugins, [key]).length > 0,
  )
  const left = revokers.length === 0 ? undefined : { keys: [], sequence: 0, revokers }
  const forgotten = await noteRegistry(plugins, found.address, left)
  return forgotten.ok ? ok(found) : forgotten
}

function edit(
  places: MarketPlaces,
  change: (all: readonly Kept[]) => Result<readonly Kept[]>,
): Promise<Result<void>> {
  const path = pathOf(places)
  const busy = fail('write-failed', 'Another Wireharp is changing the registries.')
  return whileLocked(
    path,
    async () => {
      const changed = change(kept(places))
      if (!changed.ok) return changed
      const text = `${JSON.stringify({ registries: changed.value }, undefined, 2)}\n`
      return writeDurably(path, text, nodeFiles, { secret: true })
    },
    { busy },
  )
}

function kept(places: MarketPlaces): readonly Kept[] {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(pathOf(places), 'utf8')))
    return parsed.success ? parsed.data.registries : []
  } catch {
    return []
  }
}

function pathOf({ data }: MarketPlaces): string {
  return join(data, 'registries.json')
}
