import type { DropOutcome } from '#shared/contract'
import { permissionInWords, type Manifest } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { installPlugin } from '../plugins/packages'
import type { MarketPlaces } from './market-parts'

export interface DroppedPackage {
  readonly path: string
  /** Where relative paths count from. */
  readonly folder: string
  /** Whether the user saw what is in it, and wants it. */
  readonly agreed: boolean
}

/** Looks into a package that was dropped, and installs it once the user agreed. Nothing of it runs either way. */
export async function takePackage(
  { path, folder, agreed }: DroppedPackage,
  { plugins, builtIn, cache, policy }: MarketPlaces,
): Promise<Result<DropOutcome>> {
  const onlyLook = fail('request-invalid', 'The package was only looked into.')
  const seen: Manifest[] = []
  const installed = await installPlugin(
    path,
    { plugins, builtIn, cache, folder, ...(policy && { policy }) },
    manifest => {
      seen.push(manifest)
      return agreed ? undefined : onlyLook
    },
  )
  const [manifest] = seen
  const stopped = !installed.ok && installed.error.includes(onlyLook)
  if (manifest !== undefined && (installed.ok || stopped)) {
    const { id, name, version, author, description, permissions } = manifest
    const words = permissions.map(permissionInWords)
    const shown = { id, name, version, author, description, permissions: words }
    return ok({ package: { ...shown, installed: installed.ok } })
  }
  const [failure] = installed.ok ? [] : installed.error
  return err(failure ?? fail('drop-unsupported', 'The package holds no plugin.'))
}
