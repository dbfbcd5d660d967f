import { backoff, sleep } from '../kit'

/** Consumes a stream of events for as long as the page lives; a stream that breaks is opened again. */
export async function watch<T>(
  open: () => Promise<AsyncIterable<T>>,
  receive: (event: T) => void,
): Promise<never> {
  for (let tries = 0; ; tries++) {
    try {
      for await (const event of await open()) {
        tries = 0
        receive(event)
      }
    } catch {
      // The link broke: the next try waits for it.
    }
    await sleep(backoff(tries))
  }
}
