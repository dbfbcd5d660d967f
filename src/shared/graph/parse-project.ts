import { parse as parseJson } from 'secure-json-parse'
import type { z } from 'zod'
import { err, fail, ok, type Bytes, type Failure, type Result } from '../kit'
import { groupTreeProblem } from './group-tree'
import { migrations } from './migrations'
import { PROJECT_FORMAT, PROJECT_VERSION, projectSchema, type Project } from './project'
import { scanJson } from './scan-json'

/** No project is larger; audio lies beside it. */
export const MAX_PROJECT_BYTES: Bytes = 64 * 1024 * 1024
/** Nor has any more nodes: half as many as this already are more than the engine’s memory holds. */
export const MAX_NODES = 50_000
const MAX_DEPTH = 64

/** A project from the text of its file, moved up from any older version. */
export function parseProject(text: string): Result<Project> {
  if (text.length > MAX_PROJECT_BYTES) {
    return err(fail('project-too-large', `The file has ${text.length} bytes.`))
  }
  const json = readJson(text)
  if (!json.ok) return json
  const migrated = migrate(json.value)
  if (!migrated.ok) return migrated
  // Before anything is looked at one by one.
  const nodes = countNodes(migrated.value)
  if (nodes > MAX_NODES) return err(tooManyNodes(nodes))
  const parsed = projectSchema.safeParse(migrated.value)
  if (!parsed.success) return err(invalid(parsed.error))
  const ring = groupTreeProblem(parsed.data.graph.groups)
  if (ring === undefined) return ok(parsed.data)
  return err(fail('project-invalid', ring.why, `/graph/groups/${ring.group}`))
}

/** What a project with more nodes than `MAX_NODES` is refused with. */
export function tooManyNodes(count: number): Failure {
  return fail('project-too-large', `The project would have ${count} nodes.`)
}

function countNodes(value: unknown): number {
  const graph = typeof value === 'object' && value !== null && 'graph' in value && value.graph
  const nodes = typeof graph === 'object' && graph !== null && 'nodes' in graph && graph.nodes
  return typeof nodes === 'object' && nodes !== null ? Object.keys(nodes).length : 0
}

function readJson(text: string): Result<object> {
  const problem = scanJson(text, MAX_DEPTH)
  if (problem === 'too-deep') {
    return err(fail('project-invalid', `The file nests deeper than ${MAX_DEPTH} levels.`))
  }
  if (problem === 'duplicate-key') {
    return err(fail('project-not-json', 'The file has a key twice in one object.'))
  }
  let value: unknown
  try {
    value = parseJson(text, { protoAction: 'error', constructorAction: 'error' })
  } catch {
    return err(fail('project-not-json', 'The file is not JSON that Wireharp reads.'))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return err(fail('project-not-json', 'The file holds JSON, but no project.'))
  }
  return ok(value)
}

function migrate(value: object): Result<unknown> {
  if (!('format' in value) || value.format !== PROJECT_FORMAT) {
    return err(fail('project-not-json', `The file’s format is not “${PROJECT_FORMAT}”.`, '/format'))
  }
  const version = 'version' in value ? value.version : undefined
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return err(
      fail('project-version-unknown', `Version ${JSON.stringify(version)} is unknown.`, '/version'),
    )
  }
  if (version > PROJECT_VERSION) {
    return err(
      fail(
        'project-version-newer',
        `The project is of version ${version}, this Wireharp reads up to ${PROJECT_VERSION}.`,
        '/version',
      ),
    )
  }
  return ok(migrations.slice(version - 1).reduce<unknown>((old, step) => step(old), value))
}

function invalid(error: z.ZodError) {
  const issue = error.issues[0]
  const at = `/${issue?.path.map(String).join('/') ?? ''}`
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''
  return fail('project-invalid', `At ${at}: ${issue?.message ?? 'invalid'}${more}.`, at)
}
