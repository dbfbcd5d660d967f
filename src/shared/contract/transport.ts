import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { projectRefSchema } from './project'

export interface TransportState {
  /** The project whose sound the engine makes, if any. */
  readonly project?: string
  readonly playing: boolean
  /** It does not play, but sounds: somebody may play by hand, and blocks of this epoch are to be asked for. */
  readonly monitoring?: boolean
  /** Where play begins or began, in frames of the project's sample rate. */
  readonly position: number
  /**
   * Counts plays, stops and seeks: blocks of an older epoch are not to be heard any more. Within an epoch the
   * playhead follows from the blocks themselves.
   */
  readonly epoch: number
  readonly sampleRate: number
}

export const transportContract = {
  /**
   * With `countIn` the bars of clicks that the document wants come first, while the playhead stands at the beginning:
   * before a recording. The metronome clicks where the document says so. Exports have neither.
   */
  play: oc
    .input(
      projectRefSchema.extend({
        from: z.number().min(0).max(1e6).optional(),
        countIn: z.boolean().optional(),
      }),
    )
    .output(type<TransportState>()),
  stop: oc.output(type<TransportState>()),
  /**
   * Seconds. Playing goes on from there. A marker or a bar is sought by its time: `secondsAt(tempoMapOf(transport),
   * marker.beat)`. Markers, loop, tempo, count-in and metronome themselves are edits of the document.
   */
  seek: oc.input(z.strictObject({ to: z.number().min(0).max(1e6) })).output(type<TransportState>()),
  /** Starts with the present state. */
  watch: oc.output(eventIterator(type<TransportState>())),
}
