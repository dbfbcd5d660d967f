import { z } from 'zod'
import { certificateSchema } from './certificate'
import { manifestSchema } from './manifest'
import { policySchema } from './policy'
import { presetFileSchema } from './preset'
import { projectSchema } from './project'

const schemas = {
  project: projectSchema,
  plugin: manifestSchema,
  preset: presetFileSchema,
  certificate: certificateSchema,
  policy: policySchema,
}
export type SchemaName = keyof typeof schemas
export const schemaNames: readonly SchemaName[] = [
  'project',
  'plugin',
  'preset',
  'certificate',
  'policy',
]

/** The JSON Schema (2020-12) of a file format, as `wireharp schema` prints it. */
export function jsonSchema(name: SchemaName): object {
  return z.toJSONSchema(schemas[name], { io: 'input' })
}
