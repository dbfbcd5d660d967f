import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'

/** What a window remembers of itself: theme, panels, favourites. Keys are the page's own, values plain data. */
export type PrefValues = Readonly<Record<string, unknown>>

export const MAX_PREFS_LETTERS = 1_000_000

export const prefsContract = {
  get: oc.output(type<PrefValues>()),
  /** Changes some and leaves the others; all together have at most a million letters. */
  set: oc
    .input(z.strictObject({ values: z.record(z.string().min(1).max(100), z.json()) }))
    .output(type<void>()),
  /** Starts with all of them, then what any window changes. */
  watch: oc.output(eventIterator(type<PrefValues>())),
}
