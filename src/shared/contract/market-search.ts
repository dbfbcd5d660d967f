import { z } from 'zod'
import { pluginKindSchema, rightSchema } from '../graph'

export const marketSortSchema = z.enum(['relevance', 'name', 'newest', 'rating', 'size'])
export type MarketSort = z.infer<typeof marketSortSchema>

const some = <Item extends z.ZodType>(item: Item) => z.array(item).max(64).default([])
const word = z.string().min(1).max(100)

/** Of one facet any, of several all. */
export const marketSearchSchema = z.strictObject({
  text: z.string().max(200).default(''),
  categories: some(word),
  kinds: some(pluginKindSchema),
  licences: some(word),
  /** Only plugins that ask for no other right than these; left out, whatever they ask for. */
  permissions: z.array(rightSchema).max(32).optional(),
  registries: some(word),
  installed: z.boolean().optional(),
  updates: z.boolean().optional(),
  verified: z.boolean().optional(),
  sort: marketSortSchema.default('relevance'),
  /** From 0. */
  page: z.coerce.number().int().min(0).max(10_000).default(0),
  perPage: z.coerce.number().int().min(1).max(200).default(60),
})
export type MarketSearch = z.input<typeof marketSearchSchema>
