import { z } from 'zod'
import type { Failure } from '#shared/kit'

/** What the shell says to a plugin host. The host trusts it; it does not trust the host: see `parseReply`. */
export type HostRequest =
  | {
      readonly kind: 'load'
      readonly plugin: string
      readonly name: string
      readonly source: string
      readonly config: unknown
      readonly capabilities: readonly string[]
      readonly heapMb: number
      /** How long one turn of its code may take. */
      readonly turnMs: number
    }
  | {
      readonly kind: 'call'
      readonly plugin: string
      readonly call: number
      readonly what: CallKind
      readonly name: string
      /** JSON. */
      readonly input: string
      /** Milliseconds since 1970. */
      readonly deadline: number
    }
  | { readonly kind: 'cancel'; readonly plugin: string; readonly call: number }
  | {
      readonly kind: 'answer'
      readonly plugin: string
      readonly request: number
      readonly isOk: boolean
      /** JSON: the value, or `{ code, message }`. */
      readonly text: string
    }
  /** Begins to note where its time goes; or ends it, and wants to hear. */
  | { readonly kind: 'profile'; readonly plugin: string; readonly begins: boolean }
  | { readonly kind: 'unload'; readonly plugin: string }

export type CallKind =
  | 'setup'
  | 'teardown'
  | 'check'
  | 'tool'
  | 'sensor-setup'
  | 'sensor-read'
  | 'sensor-teardown'
  | 'provider'
  | 'work'

const plugin = z.string().max(200)
const id = z.int().min(0)
/** What one turn of a plugin may leave behind, and some more: see the wrapper of asynchronous parts. */
const text = z.string().max(9 * 2 ** 20)

const callFrame = z.strictObject({
  functionName: z.string(),
  url: z.string(),
  scriptId: z.string(),
  lineNumber: z.number(),
  columnNumber: z.number(),
})
const profile = z.strictObject({
  nodes: z
    .array(z.strictObject({ id, hitCount: id, children: z.array(id).readonly(), callFrame }))
    .readonly(),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(id).readonly(),
  timeDeltas: z.array(z.number()).readonly(),
})

/** What a plugin host says. Parsed on arrival: a third party’s code runs in that process. */
const replySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({
    kind: z.literal('loaded'),
    plugin,
    /** Why it could not be. */
    problem: z.strictObject({ code: z.string().max(60), message: z.string().max(2000) }).optional(),
  }),
  z.strictObject({
    kind: z.literal('done'),
    plugin,
    call: id,
    isOk: z.boolean(),
    /** JSON, or what it threw. */
    text,
    stack: z.string().max(5000),
  }),
  /** A turn was stopped, or the isolate is gone; all calls that were in it fail. */
  z.strictObject({
    kind: z.literal('broken'),
    plugin,
    code: z.string().max(60),
    message: z.string().max(2000),
    dead: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('cancelled'), plugin, call: id }),
  z.strictObject({
    kind: z.literal('request'),
    plugin,
    request: id,
    method: z.string().max(40),
    /** JSON. */
    args: text,
  }),
  z.strictObject({
    kind: z.literal('log'),
    plugin,
    level: z.enum(['debug', 'info', 'warn', 'error']),
    text: z.string().max(4000),
  }),
  z.strictObject({
    kind: z.literal('reading'),
    plugin,
    sensor: z.string().max(300),
    value: z.number(),
  }),
  z.strictObject({ kind: z.literal('dropped'), plugin, count: id }),
  z.strictObject({ kind: z.literal('profiled'), plugin, profile }),
  z.strictObject({
    kind: z.literal('usage'),
    plugin,
    /** Milliseconds of the processor so far. */
    cpuMs: z.number().min(0),
    /** Bytes of its heap. */
    memory: z.number().min(0),
  }),
])
export type HostReply = z.infer<typeof replySchema>

/** Undefined for what no plugin host says. */
export function parseReply(message: unknown): HostReply | undefined {
  const parsed = replySchema.safeParse(message)
  return parsed.success ? parsed.data : undefined
}

/** The shell and its host are of one build, and the pipe is the shell’s alone. */
export function isHostRequest(message: unknown): message is HostRequest {
  return typeof message === 'object' && message !== null && 'kind' in message
}

export function problemOf({ code, message }: Failure): { code: string; message: string } {
  return { code, message: message.slice(0, 2000) }
}
