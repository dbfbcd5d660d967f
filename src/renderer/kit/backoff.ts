/** Milliseconds to wait before try number `tries` (from 0): 250 ms doubling, up to 4 s. */
export function backoff(tries: number): number {
  return Math.min(4000, 250 * 2 ** tries)
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds)
  })
}
