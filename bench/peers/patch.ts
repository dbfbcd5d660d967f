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
    parts: WebParts,
  ) => (() => Promise<void>) | void
}

/** What patches on Web Audio have again and again. */
export interface WebParts {
  /** A sound from its beginning, through a gain where a level is given. */
  play(sound: AudioBuffer, level?: number): AudioNode
  /** A sine from the beginning, so many times as large. */
  sine(frequency: number, depth: number): AudioNode
}
