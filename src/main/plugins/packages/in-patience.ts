const STEP_MS = 500

/**
 * Calls `over` once so much time has passed in which this process ran: one that was stopped, as a laptop that sleeps, has
 * not waited. Disposed of, it does nothing.
 */
export function inPatience(ms: number, over: () => void): Disposable {
  let left = ms / STEP_MS
  const timer = setInterval(() => {
    left -= 1
    if (left > 0) return
    clearInterval(timer)
    over()
  }, STEP_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
