import { z } from 'zod'

const REQUEST = 1
const id = z.string().max(32)

/** What a page sends: a call, an event of a stream that it sends along, or that it does not listen any more. */
const messageSchema = z.union([
  z.object({
    i: id,
    t: z.literal(REQUEST).optional(),
    p: z.object({
      u: z.string().startsWith('/').max(200),
      h: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
  z.object({ i: id, t: z.literal(3), p: z.object({ e: z.string() }) }),
  z.object({ i: id, t: z.literal(4) }),
])

/** Ends the JSON in a message that carries bytes too. */
const DELIMITER = 0xff

/**
 * Whether a message is one that the RPC library can read. It prints a stack for each that is not, so
 * whoever sends such does not get that far.
 */
export function isCall(message: unknown): boolean {
  const text = typeof message === 'string' ? message : jsonOf(message)
  if (text === undefined) return false
  try {
    return messageSchema.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

function jsonOf(message: unknown): string | undefined {
  if (!(message instanceof Uint8Array)) return undefined
  const end = message.indexOf(DELIMITER)
  return new TextDecoder().decode(end < 0 ? message : message.subarray(0, end))
}
