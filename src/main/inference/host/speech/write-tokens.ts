import { chooseToken, logSum } from './choose-token'
import type { WhisperConfig } from './whisper-config'
import type { WhisperModel } from './whisper-decoder'

/** What was written of one window. */
export interface WrittenWindow {
  readonly tokens: readonly number[]
  /** How likely it is, from 0 to 1, that nobody speaks. */
  readonly silence: number
  /** The mean of the tokens’ logarithms of likelihood. */
  readonly certainty: number
}

/** The language that is likeliest spoken in what was heard; undefined where the model knows one only. */
export async function languageOf(
  model: WhisperModel,
  { tokens }: WhisperConfig,
): Promise<string | undefined> {
  if (tokens.languages.size === 0) return undefined
  const logits = await model.begin([tokens.start])
  let found: readonly [code: string, logit: number] = ['', -Infinity]
  for (const [code, token] of tokens.languages) {
    const logit = logits[token] ?? -Infinity
    if (logit > found[1]) found = [code, logit]
  }
  return found[0]
}

/** The tokens that begin every window. */
export function beginningOf(
  { tokens }: WhisperConfig,
  language: string | undefined,
  task: string,
): readonly number[] {
  const spoken = language === undefined ? undefined : tokens.languages.get(language)
  const asked = spoken === undefined ? undefined : tokens.tasks.get(task)
  return [tokens.start, spoken, asked].filter(token => token !== undefined)
}

/** Writes down what was heard, token by token, always the likeliest one. */
export async function writeTokens(
  model: WhisperModel,
  { tokens: rules, vocabulary, positions }: WhisperConfig,
  beginning: readonly number[],
  signal: AbortSignal,
): Promise<WrittenWindow> {
  const first = await model.begin(beginning)
  const atStart = first.subarray(0, vocabulary)
  const silence = Math.exp((atStart[rules.silence] ?? -Infinity) - logSum(atStart, 0, vocabulary))
  let logits = first.subarray(first.length - vocabulary)
  const tokens: number[] = []
  const most = Math.floor(positions / 2)
  let sum = 0
  while (tokens.length < most && !signal.aborted) {
    const { token, logLikelihood } = chooseToken(logits, tokens, rules)
    sum += logLikelihood
    if (token === rules.end) break
    tokens.push(token)
    if (tokens.length < most) logits = await model.next(token)
  }
  return { tokens, silence, certainty: sum / (tokens.length + 1) }
}
