import type { ProjectEvent } from '#shared/contract'
import { eventStream, type StopSignal } from '#shared/kit'
import type { ProjectSession } from './project-session'

/** So many events wait for a slow mirror; then it starts anew from the whole state. */
const WAITING = 256

/** The state of a project, then what happens to it, until it is closed or `signal` aborts. */
export async function* watchSession(
  session: ProjectSession,
  signal: StopSignal,
): AsyncGenerator<ProjectEvent, void, void> {
  const stop = new AbortController()
  const onAbort = () => stop.abort()
  if (signal.aborted) return
  signal.addEventListener('abort', onAbort)
  let missed = false
  const events = eventStream(session.events, stop.signal, {
    limit: WAITING,
    onDrop: () => {
      missed = true
    },
  })
  // Asked before the state is taken, because asking is what begins to listen.
  let next = events.next()
  try {
    let state = session.state()
    yield { kind: 'reset', state }
    for (;;) {
      const { value: event } = await next
      if (event === undefined) return
      next = events.next()
      if (missed) {
        missed = false
        state = session.state()
        yield { kind: 'reset', state }
      }
      if (event.kind === 'patched' && event.revision <= state.revision) continue
      yield event
      if (event.kind === 'closed') return
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop.abort()
    await next
  }
}
