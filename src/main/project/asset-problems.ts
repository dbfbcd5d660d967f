import { realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Asset, Project, ProjectProblem } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'
import { attemptSync, isBelow, readFailure } from '../kit'

/** Why an asset's file cannot be played, or undefined where it lies there as it was imported. */
export function assetFailure(folder: string, asset: Asset): Failure | undefined {
  const at = `/assets/${asset.sha256}`
  const found = attemptSync(
    () => {
      const real = realpathSync(join(folder, asset.path))
      return { inside: isBelow(realpathSync(folder), real), info: statSync(real) }
    },
    errno => readFailure(errno, asset.path),
  )
  if (!found.ok) return fail('asset-missing', `${asset.path} is not there.`, at)
  const { inside, info } = found.value
  if (!inside) return fail('asset-missing', `${asset.path} leads out of the project’s folder.`, at)
  if (!info.isFile()) return fail('asset-missing', `${asset.path} is not a regular file.`, at)
  if (info.size !== asset.bytes) {
    return fail(
      'asset-changed',
      `${asset.path} has ${info.size} bytes instead of ${asset.bytes}.`,
      at,
    )
  }
  return undefined
}

/** The failures of a project's assets, each on every node and clip that plays the sound. */
export function assetProblems(
  { graph, clips, assets }: Project,
  failureOf: (asset: Asset) => Failure | undefined,
): ProjectProblem[] {
  return Object.values(assets).flatMap((asset): ProjectProblem[] => {
    const failure = failureOf(asset)
    if (failure === undefined) return []
    const players = Object.values(graph.nodes).filter(node =>
      Object.values(node.params).includes(asset.sha256),
    )
    const found = [
      ...players.map(node => ({ ...failure, node: node.id })),
      ...Object.values(clips)
        .filter(clip => clip.kind === 'audio' && clip.asset === asset.sha256)
        .map(clip => ({ ...failure, node: clip.node, clip: clip.id })),
    ]
    return found.length === 0 ? [failure] : found
  })
}
