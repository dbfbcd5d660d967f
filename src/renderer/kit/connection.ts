import type { Emitter, Result } from '#shared/kit'
import type { DropKind, DropOutcome, ImportedSound } from '#shared/contract'
import type { Client } from './client'

/** Where the stream worker gets its sound from: a socket that it opens, or a port that is handed to it. */
export type AudioSource =
  | { readonly kind: 'socket'; readonly url: string }
  | { readonly kind: 'port'; readonly port: MessagePort }

/** `refused`: the shell is another one than the page was let in by; only its new address helps. */
export type Link = 'online' | 'offline' | 'refused'

/** A dropped file, as the shell takes it. */
export interface Drop {
  readonly kind: DropKind
  readonly project: string
  /** The user has seen what a plugin asks for, and wants it. */
  readonly agreed: boolean
}

/** The page's way to the shell. The faces differ in here and nowhere else. */
export interface Connection {
  readonly face: 'browser' | 'electron'
  /** The client of the present link; after a drop it is another one. */
  readonly client: Client
  readonly link: Link
  readonly changes: Emitter<Link>
  openAudio(): AudioSource | undefined
  /** Takes a dropped file into the project; `onProgress` hears how much of it is there, 0 to 1. */
  importAudio(
    project: string,
    file: File,
    onProgress: (done: number) => void,
  ): Promise<Result<ImportedSound>>
  /** Takes a dropped file that is neither sound nor preset. */
  takeDrop(file: File, drop: Drop): Promise<Result<DropOutcome>>
  /** Where a dropped file lies, if this face may know. */
  pathOf(file: File): string | undefined
}
