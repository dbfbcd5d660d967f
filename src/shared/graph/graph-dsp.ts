import { z } from 'zod'
import { commentSchema, groupSchema } from './groups'
import { idSchema } from './ids'
import { cableSchema, endSchema, nodeSchema } from './project'

/** More than anybody looks after in one node. */
export const MAX_INNER_NODES = 1000

function atMost<Schema extends z.ZodType<object>>(schema: Schema, count = MAX_INNER_NODES) {
  return schema.refine(value => Object.keys(value).length <= count, `at most ${count}`)
}

/** A node that is made of other nodes, as a project holds them: data, no code. */
export const graphDspSchema = z.strictObject({
  form: z.literal('graph').describe('A graph of other nodes: data, no code.'),
  nodes: atMost(z.record(idSchema, nodeSchema.omit({ result: true }))).describe(
    'The nodes inside by id, as in a project. Their plugins stand in `dependencies`.',
  ),
  cables: atMost(z.record(idSchema, cableSchema), 4 * MAX_INNER_NODES).describe(
    'The cables between them by id, as in a project.',
  ),
  groups: atMost(z.record(idSchema, groupSchema))
    .default({})
    .describe('Groups of nodes inside by id, as in a project.'),
  notes: atMost(z.record(idSchema, commentSchema))
    .default({})
    .describe('Comments by id, as in a project.'),
  inputs: z
    .record(idSchema, endSchema)
    .default({})
    .describe('Which inner input each input of the node is.'),
  outputs: z
    .record(idSchema, endSchema)
    .default({})
    .describe('Which inner output each output of the node is.'),
  params: z
    .record(idSchema, z.strictObject({ node: idSchema, param: idSchema }))
    .default({})
    .describe('Which inner parameter each parameter of the node is.'),
})
export type GraphDsp = z.infer<typeof graphDspSchema>
