import { resolve } from 'node:path'
import type { ClipNodeInfo, ProjectState } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { createStudio, type Studio } from '../../../studio'
import { untilStopped } from '../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../io'

export interface RunFlags {
  readonly path: string
  readonly node?: readonly string[]
  readonly json?: boolean
}

/** A node that ran, as `--json` prints it. */
interface RanNode {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly by?: string
  readonly clips?: Readonly<Record<string, string>>
}

/** `wireharp run`: what is stale in a project is made, and the project saved with it. */
export async function run(io: Io, { path, node, json }: RunFlags): Promise<number> {
  using stop = untilStopped()
  const ran = await runFile(io, resolve(path), stop.signal, node)
  if (!ran.ok) {
    io.err(errorLine(ran.error))
    return exitCodes.refused
  }
  const nodes = ran.value
  if (json === true) io.out(JSON.stringify({ path: resolve(path), nodes }))
  else if (nodes.length === 0) io.out('All is made already: nothing has changed since.')
  else for (const { name, by } of nodes) io.out(oneLine(`${name}: made by ${by ?? 'a job'}.`))
  return exitCodes.done
}

/** Runs the nodes of a project file that are empty or stale, or those that are named; saves it when all are made. */
export async function runFile(
  io: Io,
  path: string,
  signal: AbortSignal,
  nodes?: readonly string[],
): Promise<Result<readonly RanNode[]>> {
  const created = await createStudio({ face: 'browser' })
  if (!created.ok) return created
  await using studio = created.value
  const opened = await studio.services.project.open({ path }, { signal })
  if (!opened.ok) return opened
  const ran = await runOpened(io, studio, opened.value, signal, nodes)
  const { project } = opened.value
  // What is made is kept, also of a run that failed or was stopped at the next node.
  const saved = await studio.services.project.save({ project }, { signal })
  await studio.services.project.close({ project, unlessShown: false }, { signal })
  return ran.ok && !saved.ok ? saved : ran
}

async function runOpened(
  io: Io,
  { services }: Studio,
  { project }: ProjectState,
  signal: AbortSignal,
  nodes: readonly string[] | undefined,
): Promise<Result<readonly RanNode[]>> {
  const asked = await services.clips.run(
    { project, ...(nodes !== undefined && { nodes: [...nodes] }) },
    { signal },
  )
  if (!asked.ok) return asked
  const left = new Set(asked.value.nodes)
  const last = new Map<string, ClipNodeInfo>()
  if (left.size > 0) {
    for await (const event of services.clips.watch({ project }, { signal })) {
      for (const [id, info] of Object.entries(event.nodes)) {
        last.set(id, info)
        if (info.state === 'waiting' || info.state === 'running') tell(io, info)
        else left.delete(id)
      }
      if (left.size === 0) break
    }
  }
  io.status('')
  // What is under way goes on the next time.
  if (signal.aborted) return err(fail('job-stopped', 'It was stopped.'))
  const failed = [...last].find(
    ([id, { state }]) => asked.value.nodes.includes(id) && state === 'failed',
  )
  const state = await services.project.state({ project }, { signal })
  if (!state.ok) return state
  const { graph } = state.value.document
  const nameOf = (id: string) => graph.nodes[id]?.label ?? id
  if (failed !== undefined) {
    const [id, { failure }] = failed
    return err(failure ?? fail('job-crashed', `${nameOf(id)} failed.`))
  }
  return ok(
    asked.value.nodes.map(id => {
      const result = graph.nodes[id]?.result
      const made = result === undefined ? {} : { by: result.by, clips: result.clips }
      return { id, name: nameOf(id), state: last.get(id)?.state ?? 'done', ...made }
    }),
  )
}

function tell(io: Io, { stage, progress = 0 }: ClipNodeInfo): void {
  io.status(`${stage ?? 'Waiting'} · ${Math.floor(progress * 100)} %`)
}
