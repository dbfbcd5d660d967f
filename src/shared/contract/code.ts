import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import { pluginIdSchema } from '../graph'

/** A place in a file: lines and columns count from 1. */
export const codePlaceSchema = z.strictObject({
  line: z.int().min(1).max(1_000_000),
  column: z.int().min(1).max(1_000_000),
})
export type CodePlace = z.infer<typeof codePlaceSchema>

/** Something that the compiler says of a stretch of code. */
export interface CodeMark {
  readonly from: CodePlace
  readonly to: CodePlace
  readonly severity: 'error' | 'warning' | 'hint'
  /** Its sentence, in its own words. */
  readonly message: string
  /** Its number: 2345 is `TS2345`. */
  readonly code?: number
}

/** Something that can be written at a place. */
export interface CodeOffer {
  readonly label: string
  readonly kind: 'function' | 'constant' | 'variable' | 'type' | 'property' | 'keyword' | 'text'
  /** The module that it is imported from, where it is not yet. */
  readonly from?: string
  /** The least comes first. */
  readonly order: string
}

/** What one of them is, and what is to be changed elsewhere when it is written: an import that it needs. */
export interface CodeOfferDetails {
  readonly type?: string
  readonly doc?: string
  readonly edits: readonly {
    readonly from: CodePlace
    readonly to: CodePlace
    readonly text: string
  }[]
}

/** What stands at a place: its type, and what is said of it. */
export interface CodeMeaning {
  readonly type: string
  readonly doc: string
  readonly from: CodePlace
  readonly to: CodePlace
}

/** A script as it is in the editor: the compiler sees this, and not what is on the disk. */
const source = {
  plugin: pluginIdSchema,
  manifest: z.string().max(1_000_000),
  code: z.string().max(1_000_000),
}
const atPlace = z.strictObject({ ...source, place: codePlaceSchema })

/** What the TypeScript compiler knows of a script while it is written. */
export const codeContract = {
  /** What is wrong with the types of it. Empty: nothing. */
  check: oc
    .route({ method: 'POST', path: '/plugins/{plugin}/script/types', summary: 'Checks its types.' })
    .input(z.strictObject(source))
    .output(type<readonly CodeMark[]>()),
  /** What can be written at a place; what is there already narrows nothing. */
  complete: oc
    .route({ method: 'POST', path: '/plugins/{plugin}/script/offers', summary: 'Completions.' })
    .input(atPlace)
    .output(type<readonly CodeOffer[]>()),
  /** Of one of the offers at a place. */
  describe: oc
    .route({
      method: 'POST',
      path: '/plugins/{plugin}/script/offer',
      summary: 'A completion, with its import.',
    })
    .input(atPlace.extend({ label: z.string().max(500), from: z.string().max(500).optional() }))
    .output(type<CodeOfferDetails>()),
  /** What stands at a place; none where nothing has a type there. */
  explain: oc
    .route({ method: 'POST', path: '/plugins/{plugin}/script/meaning', summary: 'A type.' })
    .input(atPlace)
    .output(type<{ readonly meaning?: CodeMeaning }>()),
}
