import { attempt, backoff, sleep, toFailure } from '../kit'
import { client } from './connection'
import { mirrorNow, projectHandle, receiveEvent, useProjectStore } from './project'

/** Follows a project until the signal aborts: a broken or incomplete stream begins anew with its `reset`. */
export async function watchProject(project: string, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      for await (const event of await client().project.watch({ project }, { signal })) {
        if (signal.aborted || projectHandle() !== project) return
        tries = 0
        if (event.kind === 'closed') await openAgain()
        if (!receiveEvent(event)) break
      }
    } catch (error) {
      // The link broke, and is up again by a later try; or the shell began anew and has the file closed.
      if (toFailure(error).code === 'project-not-open') await openAgain()
    }
    if (!signal.aborted) await sleep(backoff(tries))
  }
}

/** Opens the project again under its new handle; what is pending stays so. */
async function openAgain(): Promise<void> {
  const state = await attempt(client().project.open({ path: mirrorNow().path }))
  if (state.ok) receiveEvent({ kind: 'reset', state: state.value })
}

/** Keeps one watch going, on whichever project is shown. */
export function followProject(): void {
  let watched: { project: string; stop: AbortController } | undefined
  const follow = () => {
    const project = useProjectStore.getState().mirror?.project
    if (project === watched?.project || project === undefined) return
    watched?.stop.abort()
    watched = { project, stop: new AbortController() }
    void watchProject(project, watched.stop.signal)
  }
  useProjectStore.subscribe(follow)
  follow()
}
