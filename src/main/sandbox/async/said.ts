import { z } from 'zod'

const saidSchema = z.union([
  z
    .tuple([z.literal('d'), z.int(), z.boolean(), z.string(), z.string()])
    .transform(([, call, isOk, text, stack]) => ({
      kind: 'done' as const,
      call,
      isOk,
      text,
      stack,
    })),
  z
    .tuple([z.literal('r'), z.int(), z.string().max(40), z.string()])
    .transform(([, request, method, args]) => ({
      kind: 'request' as const,
      request,
      method,
      args,
    })),
  z
    .tuple([z.literal('t'), z.int(), z.number().min(0)])
    .transform(([, timer, ms]) => ({ kind: 'timer' as const, timer, ms })),
  z
    .tuple([z.literal('u'), z.int()])
    .transform(([, timer]) => ({ kind: 'no-timer' as const, timer })),
  z
    .tuple([z.literal('l'), z.enum(['debug', 'info', 'warn', 'error']), z.string()])
    .transform(([, level, text]) => ({ kind: 'log' as const, level, text })),
  z
    .tuple([z.literal('p'), z.string().max(300), z.number()])
    .transform(([, sensor, value]) => ({ kind: 'reading' as const, sensor, value })),
  z
    .tuple([z.literal('x'), z.int()])
    .transform(([, count]) => ({ kind: 'dropped' as const, count })),
  z
    .tuple([z.literal('k'), z.int()])
    .transform(([, call]) => ({ kind: 'cancelled' as const, call })),
])

/** What a plugin said in a turn. */
export type Said = z.infer<typeof saidSchema>

/** Of the text that the wrapper gave; what does not have its form counts as dropped. */
export function parseSaid(text: string): readonly Said[] {
  const list: unknown = parseList(text)
  if (!Array.isArray(list)) return [{ kind: 'dropped', count: 1 }]
  return list.map((item): Said => {
    const said = saidSchema.safeParse(item)
    return said.success ? said.data : { kind: 'dropped', count: 1 }
  })
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(`[${text}]`)
  } catch {
    return undefined
  }
}
