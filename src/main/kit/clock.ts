/** Time, injected so that tests can turn it: the wall clock jumps, the other one never goes back. */
export interface Clock {
  /** Milliseconds since 1970, for what the user reads. */
  now(): number
  /** Milliseconds since some moment, for deadlines and durations. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}
