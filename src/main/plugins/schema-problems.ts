import { fail, type Failure } from '#shared/kit'
import type { JsonSchema, Manifest } from '#shared/graph'
import { schemaProblem, valueProblems } from './json-schema'

/** What is wrong with the JSON Schemas of a manifest, and with the settings that it begins with. */
export function schemaProblems(manifest: Manifest): Failure[] {
  const problems = schemasOf(manifest).flatMap(([at, schema]) => {
    const problem = schemaProblem(schema)
    return problem === undefined ? [] : [invalid(at, `no JSON Schema: ${problem}`)]
  })
  const { configSchema, defaultConfig } = manifest
  if (problems.length > 0 || configSchema === undefined) return problems
  return valueProblems(configSchema, defaultConfig).map(({ at, problem }) =>
    invalid(`/defaultConfig${at}`, problem),
  )
}

function schemasOf({ configSchema, tools, views }: Manifest): [at: string, schema: JsonSchema][] {
  const found: [string, JsonSchema | undefined][] = [
    ['/configSchema', configSchema],
    ...Object.entries(tools).flatMap(([id, tool]): [string, JsonSchema | undefined][] => [
      [`/tools/${id}/input`, tool.input],
      [`/tools/${id}/output`, tool.output],
    ]),
    ...Object.entries(views).flatMap(([id, view]): [string, JsonSchema | undefined][] => [
      [`/views/${id}/messages/in`, view.messages?.in],
      [`/views/${id}/messages/out`, view.messages?.out],
    ]),
  ]
  return found.flatMap(([at, schema]) => (schema === undefined ? [] : [[at, schema]]))
}

function invalid(at: string, problem: string): Failure {
  return fail('plugin-manifest-invalid', `At ${at}: ${problem}.`, at)
}
