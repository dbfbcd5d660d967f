import type { Hertz } from '#shared/kit'
import type { CodeKind } from './load-code'
import type { ScriptLayout } from './script-block'
import type { ScriptLimits } from './script-limits'

/** What comes with a `load`: its length as a u32, this as JSON, then the code. */
export interface LoadQuestion {
  readonly name: string
  readonly kind: CodeKind
  readonly limits: ScriptLimits
}

/** What comes with a `make`, as JSON. */
export interface MakeQuestion {
  /** What the watchdog calls it. */
  readonly label: string
  /** Key of the node in the plugin’s manifest. */
  readonly node: string
  readonly rate: Hertz
  readonly layout: ScriptLayout
  /** What another version of it kept. */
  readonly kept?: string
}

/** Both ends are ours and of one build, so a look at what is there is enough. */
export function isLoadQuestion(value: unknown): value is LoadQuestion {
  return typeof value === 'object' && value !== null && 'limits' in value && 'kind' in value
}

export function isMakeQuestion(value: unknown): value is MakeQuestion {
  return typeof value === 'object' && value !== null && 'layout' in value && 'node' in value
}

const encoder = new TextEncoder()

export function loadPayload(question: LoadQuestion, code: Uint8Array): Uint8Array {
  const text = encoder.encode(JSON.stringify(question))
  const payload = new Uint8Array(4 + text.byteLength + code.byteLength)
  new DataView(payload.buffer).setUint32(0, text.byteLength, true)
  payload.set(text, 4)
  payload.set(code, 4 + text.byteLength)
  return payload
}

export function makePayload(question: MakeQuestion): Uint8Array {
  return encoder.encode(JSON.stringify(question))
}
