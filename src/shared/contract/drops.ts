import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { ImportedMidi, ProjectState } from './project'

/** Files that the shell takes in by itself; sounds and presets have services of their own. */
export const dropKindSchema = z.enum(['midi', 'bundle', 'package'])
export type DropKind = z.infer<typeof dropKindSchema>

/** A plugin package, before it is installed and after. */
export interface DroppedPackage {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly author: string
  readonly description: string
  /** What it asks for, in words. */
  readonly permissions: readonly string[]
  readonly installed: boolean
}

/** What became of a dropped file: that of its kind is there. */
export interface DropOutcome {
  readonly midi?: ImportedMidi
  readonly bundle?: ProjectState
  readonly package?: DroppedPackage
}

export const dropSchema = z.strictObject({
  kind: dropKindSchema,
  /** The open project that it was dropped on. */
  project: z.string().min(1).max(64),
  /** A plugin is only installed once the user has seen what it asks for; before, this tells what that is. */
  agreed: z.boolean().default(false),
})

export const dropsContract = {
  /** Takes a dropped file in: notes into the project, a bundle as a new draft, a plugin among the user's own. */
  take: oc
    .input(dropSchema.extend({ path: z.string().min(1).max(4096) }))
    .output(type<DropOutcome>()),
}
