import type { Project } from '#shared/graph'
import type { Sounds } from './rig'

/** One patch, built twice: with our nodes, and on any Web Audio implementation. */
export interface Patch {
  readonly name: string
  /** Our graph, for a render of so many seconds. */
  readonly project: (seconds: number) => Project
  /**
   * The same on a Web Audio context. It is sent to the browser as text, so it uses nothing from outside. What it
   * answers is done before the render, and counts.
   */
  readonly web: (
    context: BaseAudioContext,
    sounds: Sounds<AudioBuffer>,
    seconds: number,
  ) => (() => Promise<void>) | void
}
