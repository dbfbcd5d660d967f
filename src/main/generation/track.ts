import { createHash } from 'node:crypto'
import { canonicalJson } from '#shared/kit'

/** What a generated piece is called: equal wishes have equal names. */
export function trackOf(wish: {
  readonly prompt: string
  readonly seed: number
  readonly seconds: number
  readonly model: string
  /** Of the model. */
  readonly version: string
  /** The piece before it. */
  readonly continues?: string | undefined
}): string {
  const { prompt, seed, seconds, model, version, continues } = wish
  const before = continues === undefined ? {} : { continues }
  const text = canonicalJson({ prompt, seed, seconds, model: `${model}@${version}`, ...before })
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
