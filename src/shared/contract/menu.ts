import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'

/** An entry of the window's native menu, as the page describes it; `rule` stands between groups. */
export type NativeMenuEntry =
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'command'
      readonly id: string
      readonly label: string
      /** “Mod+Shift+S” */
      readonly keys?: string | undefined
      readonly enabled: boolean
      readonly checked?: boolean | undefined
    }
  | { readonly kind: 'submenu'; readonly label: string; entries: NativeMenuEntry[] }

const label = z.string().max(200)
const entrySchema: z.ZodType<NativeMenuEntry, NativeMenuEntry> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rule') }),
    z.strictObject({
      kind: z.literal('command'),
      id: z.string().max(5000),
      label,
      keys: z.string().max(40).optional(),
      enabled: z.boolean(),
      checked: z.boolean().optional(),
    }),
    z.strictObject({
      kind: z.literal('submenu'),
      label,
      entries: z.array(entrySchema).max(100),
    }),
  ]),
)

export const menuContract = {
  /** What the native menu bar shows from now on; a face without one takes no notice. */
  show: oc
    .input(
      z.strictObject({
        menus: z
          .array(z.strictObject({ title: label, entries: z.array(entrySchema).max(100) }))
          .max(20),
      }),
    )
    .output(type<void>()),
  /** Ids of commands, as they are chosen from it. */
  watch: oc.output(eventIterator(type<{ readonly command: string }>())),
}

export interface NativeMenu {
  readonly title: string
  readonly entries: NativeMenuEntry[]
}
