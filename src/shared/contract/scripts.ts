import type { Failure } from '../kit'

/** A plugin that is written in the app, as it stands in its files. */
export interface ScriptSource {
  readonly plugin: string
  /** `plugin.json` */
  readonly manifest: string
  /** `main.ts` */
  readonly code: string
}

/** What came of taking it in. */
export interface WrittenScript {
  readonly plugin: string
  /** The one that runs now; none where it could not be taken in, and what ran before goes on. */
  readonly version?: string
  /** What is wrong with it, each with its place where it has one: `main.ts:3:5`. */
  readonly problems: readonly Failure[]
}

/** Something that a script can use. */
export interface SdkWord {
  readonly name: string
  /** The type that it is a member of. */
  readonly of?: string
  readonly kind: 'function' | 'constant' | 'type' | 'property'
  readonly type: string
  readonly doc: string
}
