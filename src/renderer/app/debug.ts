import type { Output, Recorded } from '../audio'
import { nodeRenders } from '../editor'
import { mirrorNow, playback, projectNow, useTransport, type PlaybackCounters } from '../state'

interface Debug extends PlaybackCounters {
  /** How often a node was rendered so far. */
  readonly nodeRenders: number
  readonly position: number | undefined
  readonly playing: boolean
  /** The one that is shown. */
  readonly project: string
  readonly revision: number
  readonly pending: number
}

declare global {
  interface Window {
    wireharp?: {
      /** Counters for support. */
      debug(): Debug
      /** The next frames that go to the output, from the first that sounds, as interleaved stereo. */
      record(frames: number): Promise<Recorded>
    }
  }
}

/** What support and tests may look at. It can change nothing. */
export function exposeDebug(output: Output): void {
  window.wireharp = {
    debug: () => ({
      ...playback().counters(),
      nodeRenders: nodeRenders(),
      position: playback().position(),
      playing: useTransport.getState().playing,
      project: mirrorNow().project,
      revision: mirrorNow().revision,
      pending: mirrorNow().pending.length,
    }),
    async record(frames) {
      const started = await output.start(projectNow().sampleRate)
      if (!started.ok) throw new Error(started.error.message)
      return await output.record(frames)
    },
  }
}
