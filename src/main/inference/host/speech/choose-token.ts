import type { WhisperTokens } from './whisper-config'

/** The token that is chosen, and how likely it was among those that were allowed. */
export interface ChosenToken {
  readonly token: number
  readonly logLikelihood: number
}

/**
 * The likeliest token that may come after `written` (Radford et al., 2022, §3.8 and their code): times come in pairs, but for the last
 * before the end; the first token of a window is a time; and a time is taken where all times together are likelier than any word.
 * `logits` are changed.
 */
export function chooseToken(
  logits: Float32Array,
  written: readonly number[],
  { end, noTimestamps, firstTime, never, notAtFirst, mostDelay }: WhisperTokens,
): ChosenToken {
  const forbid = (from: number, to = logits.length) => logits.fill(-Infinity, from, to)
  for (const token of never) logits[token] = -Infinity
  logits[noTimestamps] = -Infinity
  if (written.length === 0) {
    for (const token of notAtFirst) logits[token] = -Infinity
    forbid(0, firstTime)
    if (mostDelay !== undefined) forbid(firstTime + mostDelay + 1)
    return best(logits)
  }
  const isTime = (at: number) => (written.at(at) ?? 0) >= firstTime
  if (isTime(-1)) {
    if (written.length < 2 || isTime(-2)) forbid(firstTime)
    else forbid(0, end)
  }
  // Time does not run back; after words it goes on.
  const lastTime = written.findLast(token => token >= firstTime)
  if (lastTime !== undefined) {
    const isOpen = isTime(-1) && written.length >= 2 && !isTime(-2)
    forbid(firstTime, isOpen ? lastTime : lastTime + 1)
  }
  const total = logSum(logits, 0, logits.length)
  const times = logSum(logits, firstTime, logits.length) - total
  const word = best(logits.subarray(0, firstTime)).logLikelihood
  const words = logSum(logits, 0, firstTime) - total
  if (times > word + words) forbid(0, firstTime)
  return best(logits)
}

function best(logits: Float32Array): ChosenToken {
  let token = 0
  for (let at = 1; at < logits.length; at++) {
    if ((logits[at] ?? -Infinity) > (logits[token] ?? -Infinity)) token = at
  }
  return { token, logLikelihood: (logits[token] ?? 0) - logSum(logits, 0, logits.length) }
}

/** The logarithm of the sum of what these are the logarithms of. */
export function logSum(logits: Float32Array, from: number, to: number): number {
  let most = -Infinity
  for (let at = from; at < to; at++) most = Math.max(most, logits[at] ?? -Infinity)
  if (most === -Infinity) return -Infinity
  let sum = 0
  for (let at = from; at < to; at++) sum += Math.exp((logits[at] ?? -Infinity) - most)
  return most + Math.log(sum)
}
