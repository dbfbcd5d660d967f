import type { Frames } from '#shared/kit'
import type { EngineTransport } from './engine-graph'

/** Where the playhead stands so many frames later: at the end of the loop that it is in it goes back. */
export function playheadAfter(
  { loop }: Pick<EngineTransport, 'loop'>,
  position: Frames,
  frames: Frames,
): Frames {
  const end = position + frames
  if (loop === undefined || position >= loop.end || end < loop.end) return end
  return loop.start + ((end - loop.end) % (loop.end - loop.start))
}
