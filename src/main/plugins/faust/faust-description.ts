import { z } from 'zod'

/** A control of a Faust program, as its description has it. */
const controlSchema = z.object({
  type: z.enum(['hslider', 'vslider', 'nentry', 'button', 'checkbox', 'soundfile']),
  label: z.string(),
  shortname: z.string().optional(),
  /** Where its value lies in the program’s state, in bytes. */
  index: z.int(),
  meta: z.array(z.record(z.string(), z.string())).default([]),
  init: z.number().default(0),
  min: z.number().default(0),
  max: z.number().default(1),
  step: z.number().default(0),
})
export type FaustControl = z.infer<typeof controlSchema>

const groupSchema = z.object({
  type: z.enum(['vgroup', 'hgroup', 'tgroup']),
  label: z.string(),
  get items() {
    return z.array(itemSchema)
  },
})

/** What shows values and takes none. */
const shownSchema = z.object({ type: z.enum(['hbargraph', 'vbargraph']) })

const itemSchema: z.ZodType<FaustItem> = z.union([groupSchema, controlSchema, shownSchema])
type FaustItem =
  | { type: 'vgroup' | 'hgroup' | 'tgroup'; label: string; items: FaustItem[] }
  | FaustControl
  | { type: 'hbargraph' | 'vbargraph' }

/** What the compiler tells of a program. */
export const faustSchema = z.object({
  name: z.string(),
  version: z.string().optional(),
  /** Bytes of its state. */
  size: z.int().min(0),
  inputs: z.int().min(0),
  outputs: z.int().min(0),
  meta: z.array(z.record(z.string(), z.string())).default([]),
  ui: z.array(itemSchema),
})
export type FaustDescription = z.infer<typeof faustSchema>

/** A control, and the groups around it. */
export interface PlacedControl {
  readonly control: FaustControl
  readonly groups: readonly string[]
}

/** All controls in the order that they are shown in. */
export function controlsOf({ ui }: Pick<FaustDescription, 'ui'>): PlacedControl[] {
  const walk = (items: readonly FaustItem[], groups: readonly string[]): PlacedControl[] =>
    items.flatMap(item => {
      if ('items' in item) return walk(item.items, [...groups, item.label])
      return 'index' in item ? [{ control: item, groups }] : []
    })
  // The outermost group is the program itself.
  return walk(ui, []).map(({ control, groups }) => ({ control, groups: groups.slice(1) }))
}

/** `declare licence "MIT"` and the like. */
export function declared(
  { meta }: Pick<FaustDescription, 'meta'>,
  key: string,
): string | undefined {
  return meta.flatMap(entry => entry[key] ?? [])[0]
}
