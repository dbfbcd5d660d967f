import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Asset } from '../graph'
import { projectRefSchema } from './project'

/** The shape of a sound at a width that fits a node: smallest and largest sample of each step, −127 to 127. */
export interface Peaks {
  readonly steps: number
  /** Base64 of int8 pairs (min, max), one pair a step, all channels together. */
  readonly data: string
}

/** A sound that was taken in, and what is wrong with its file all the same, in words. */
export interface ImportedSound {
  readonly asset: Asset
  readonly warnings: readonly string[]
}

export const libraryContract = {
  /**
   * Takes a sound into the project: checked, decoded once, kept by its hash under `audio/`. The bytes come
   * with the call (browser face, up to 2 GB) or lie on disk (Electron). The asset is not in the document yet:
   * whoever imports adds it with `add-asset`, in the transaction that makes the node.
   */
  importFile: oc.input(projectRefSchema.extend({ file: z.file() })).output(type<ImportedSound>()),
  importPath: oc
    .input(projectRefSchema.extend({ path: z.string().min(1).max(4096) }))
    .output(type<ImportedSound>()),
  peaks: oc
    .input(
      projectRefSchema.extend({ asset: z.string().length(64), steps: z.int().min(1).max(8192) }),
    )
    .output(type<Peaks>()),
}
