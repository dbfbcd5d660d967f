import { readFileSync } from 'node:fs'

/**
 * `npm start` runs this through npm and perhaps a shell. When they are killed nobody passes it on, so under
 * npm their disappearance counts as a request to end. Returns a function that stops the watch.
 */
export function watchStarter(onGone, { every = 200 } = {}) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined
  const before = starters().join()
  const timer = setInterval(() => {
    if (starters().join() === before) return
    clearInterval(timer)
    onGone()
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}

/** The parent and, where /proc tells it, the parent's parent: npm, with the shell between. */
function starters() {
  const parent = process.ppid
  if (process.platform !== 'linux') return [parent]
  try {
    const fields = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return [parent, Number(fields[1])]
  } catch {
    return [parent]
  }
}
