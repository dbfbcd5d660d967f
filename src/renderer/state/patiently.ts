import type { Result } from '#shared/kit'
import { attempt, isConnectionLost, sleep, type Client } from '../kit'
import { client } from './connection'

/** A call at start outlives a connection that is not up yet. */
export async function patiently<T>(call: (shell: Client) => Promise<T>): Promise<Result<T>> {
  for (;;) {
    const answer = await attempt(call(client()))
    if (answer.ok || !isConnectionLost(answer.error)) return answer
    await sleep(300)
  }
}
