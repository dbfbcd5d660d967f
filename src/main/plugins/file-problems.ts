import { realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import type { Manifest } from '#shared/graph'

const MB = 2 ** 20

/** The files that a manifest names beside its code: each must lie in the folder, links followed. */
export function fileProblems(folder: string, manifest: Manifest): Failure[] {
  const named: [at: string, file: string, largest: number][] = [
    ...Object.entries(manifest.nodes).flatMap(([id, { dsp }]): [string, string, number][] =>
      dsp.form === 'wasm' ? [[`/nodes/${id}/dsp/module`, dsp.module, 16 * MB]] : [],
    ),
    ...Object.entries(manifest.views).map(([id, { entry }]): [string, string, number] => [
      `/views/${id}/entry`,
      entry,
      4 * MB,
    ]),
    ...Object.entries(manifest.workflows).map(([id, { file }]): [string, string, number] => [
      `/workflows/${id}/file`,
      file,
      64 * MB,
    ]),
    ...Object.entries(manifest.models).flatMap(([id, { file }]): [string, string, number][] =>
      file === undefined ? [] : [[`/models/${id}/file`, file, 64 * MB]],
    ),
  ]
  return named.flatMap(([at, file, largest]) => {
    const problem = fileProblem(folder, file, largest)
    return problem === undefined ? [] : [{ ...problem, at }]
  })
}

function fileProblem(folder: string, file: string, largest: number): Failure | undefined {
  const path = join(folder, file)
  try {
    const stat = statSync(path)
    if (!stat.isFile() || stat.size > largest) {
      const detail = `${file} is no plain file of at most ${largest / MB} MB.`
      return fail('plugin-manifest-invalid', detail)
    }
    const inside = realpathSync.native(path).startsWith(realpathSync.native(folder) + sep)
    return inside ? undefined : fail('path-refused', `${file} lies outside the plugin’s folder.`)
  } catch {
    return fail('plugin-manifest-invalid', `There is no ${file} in the plugin’s folder.`)
  }
}
