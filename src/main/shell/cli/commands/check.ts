import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { projectProblems } from '#shared/graph'
import { ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../../kit'
import { checkPlugin } from '../../../plugins'
import { assetFailure, assetProblems, loadProjectFile } from '../../../project'
import { errorLine, exitCodes, problemLine, type Io } from '../io'
import { openPlugins } from './places'

export interface CheckOptions {
  readonly path: string
  readonly json?: boolean
}

/** `wireharp check`: every problem of a project file or a plugin's folder. */
export async function check(io: Io, { path, json }: CheckOptions): Promise<number> {
  const found = await problemsOf(io, path)
  if (!found.ok) {
    io.err(errorLine(found.error))
    return exitCodes.refused
  }
  const problems = found.value
  if (json === true) io.out(JSON.stringify({ path, problems }, undefined, 2))
  else if (problems.length === 0) io.out(`${path}: no problems.`)
  else for (const problem of problems) io.out(problemLine(problem))
  return problems.length === 0 ? exitCodes.done : exitCodes.refused
}

async function problemsOf(io: Io, path: string): Promise<Result<readonly Failure[]>> {
  const info = await attempt(
    () => stat(path),
    errno => readFailure(errno, `file “${path}”`),
  )
  if (!info.ok) return info
  if (info.value.isDirectory()) return ok(checkPlugin(path))
  return ok(
    basename(path) === 'plugin.json' ? checkPlugin(dirname(path)) : await ofProject(io, path),
  )
}

async function ofProject(io: Io, path: string): Promise<readonly Failure[]> {
  const file = await loadProjectFile(path)
  if (!file.ok) return [file.error]
  const { document, folder } = file.value
  await using plugins = openPlugins(io.env)
  return [
    ...projectProblems(document, plugins.catalog),
    ...assetProblems(document, asset => assetFailure(folder, asset)),
  ]
}
