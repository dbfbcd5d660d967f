import { realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import type { Manifest } from '#shared/graph'

const MB = 2 ** 20

/** A file that a manifest names beside its code: where it does, and how large the file may be. */
export interface NamedFile {
  readonly at: string
  readonly file: string
  readonly largest: number
}

export function namedFiles({ nodes, views, workflows, models }: Manifest): NamedFile[] {
  return [
    ...Object.entries(nodes).flatMap(([id, { dsp }]) =>
      dsp.form === 'wasm'
        ? [{ at: `/nodes/${id}/dsp/module`, file: dsp.module, largest: 16 * MB }]
        : [],
    ),
    ...Object.entries(views).map(([id, { entry }]) => ({
      ...{ at: `/views/${id}/entry`, file: entry, largest: 4 * MB },
    })),
    ...Object.entries(workflows).map(([id, { file }]) => ({
      ...{ at: `/workflows/${id}/file`, file, largest: 64 * MB },
    })),
    ...Object.entries(models).flatMap(([id, { file }]) =>
      file === undefined ? [] : [{ at: `/models/${id}/file`, file, largest: 64 * MB }],
    ),
  ]
}

/** Each of them must lie in the folder, links followed. */
export function fileProblems(folder: string, manifest: Manifest): Failure[] {
  return namedFiles(manifest).flatMap(({ at, file, largest }) => {
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
