import type { AuditionEvent, AuditionsContract, Call, ServiceOf } from '#shared/contract'
import { Emitter, eventStream, type Result } from '#shared/kit'
import { serially } from '../kit'
import { renderAudition, type AuditionTools, type PreviewedPackage } from './render-audition'

export interface PackageRef {
  readonly id: string
  readonly version?: string | undefined
  readonly registry?: string | undefined
}

export interface AuditionsParts extends AuditionTools {
  /** Fetches and unpacks a package aside, without installing it. */
  readonly preview: (
    wanted: PackageRef,
    call: Call,
  ) => Result<PreviewedPackage> | Promise<Result<PreviewedPackage>>
}

/** A demo that hangs is given up after so long. */
const PATIENCE_MS = 60_000

/** Lets packages be heard before they are installed, one at a time: rendering takes a whole core. */
export function createAuditions({
  preview,
  ...tools
}: AuditionsParts): ServiceOf<AuditionsContract> {
  const inTurn = serially()
  return {
    async *listen(wanted, { signal }) {
      const events = new Emitter<AuditionEvent>()
      const stop = new AbortController()
      const left = () => stop.abort()
      signal.addEventListener('abort', left)
      const timer = setTimeout(left, PATIENCE_MS)
      const stream = eventStream(events, stop.signal)
      try {
        // The stream listens from its first step on: the work begins after it.
        const first = stream.next()
        void inTurn(async () => {
          if (stop.signal.aborted) return
          const event = await render(wanted, stop.signal, done =>
            events.emit({ kind: 'progress', stage: 'Rendering', done }),
          )
          events.emit(event)
        })
        for (let step = await first; step.done !== true; step = await stream.next()) {
          yield step.value
          if (step.value.kind !== 'progress') return
        }
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', left)
        stop.abort()
      }
    },
  }

  async function render(
    wanted: PackageRef,
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<AuditionEvent> {
    const unpacked = await preview(wanted, { signal })
    if (!unpacked.ok) return { kind: 'failed', failure: unpacked.error }
    onProgress(0)
    const { id } = wanted
    const rendered = await renderAudition(unpacked.value, { id, signal, onProgress }, tools)
    if (!rendered.ok) return { kind: 'failed', failure: rendered.error }
    const { wav, ...rest } = rendered.value
    return { kind: 'ready', wav: wav.toString('base64'), ...rest }
  }
}
