import { backoff, sleep } from '../kit'
import { client } from './connection'
import { projectHandle, receiveEvent, useProjectStore } from './project'

/** Follows a project until the signal aborts: a broken or incomplete stream begins anew with its `reset`. */
export async function watchProject(project: string, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      for await (const event of await client().project.watch({ project }, { signal })) {
        if (signal.aborted || projectHandle() !== project) return
        tries = 0
        if (!receiveEvent(event)) break
      }
    } catch {
      // The link broke: it is up again by the time a later try succeeds.
    }
    if (!signal.aborted) await sleep(backoff(tries))
  }
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
