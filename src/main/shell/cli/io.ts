import { failureCodes, type Failure } from '#shared/kit'
import { indentedLine, oneLine, withoutOrders } from '../../kit'

/** What a command speaks to: its caller's streams, and the world that it asks to end. */
export interface Io {
  /** A line of the command's answer. */
  out(line: string): void
  /** A line beside the answer: errors, warnings. */
  err(line: string): void
  /** Overwrites the present line of a terminal; nothing where nobody watches. */
  status(line: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether who reads the answer sees colours. */
  readonly color?: boolean
}

/** How a command ended, as its exit code: done, refused, wrongly called, a bug. */
export const exitCodes = { done: 0, refused: 1, usage: 2, bug: 70 } as const

export function processIo(): Io {
  const { stdout, stderr, env } = process
  // Who reads the answer may have enough of it, as `head` has: that is no fault, and what was begun is done.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  let statusWidth = 0
  const clear = () => {
    if (statusWidth > 0) stderr.write(`\r${' '.repeat(statusWidth)}\r`)
    statusWidth = 0
  }
  return {
    env,
    color: wantsColor(env, stdout.isTTY),
    out: line => void stdout.write(`${withoutOrders(line)}\n`),
    err(line) {
      clear()
      stderr.write(`${withoutOrders(line)}\n`)
    },
    status(line) {
      if (!stderr.isTTY) return
      clear()
      const shown = oneLine(line)
      stderr.write(shown)
      statusWidth = shown.length
    },
  }
}

/** NO_COLOR and FORCE_COLOR as everywhere (no-color.org); else a terminal sees them, and a file does not. */
function wantsColor(env: Io['env'], isTerminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}

/** `error <code>: <sentence>`, on one line whatever the sentence holds. */
export function errorLine({ code, message }: Pick<Failure, 'code' | 'message'>): string {
  return `error ${code}: ${oneLine(message)}`
}

/** A problem of a list: where, what, and what to do. */
export function problemLine({ code, message, at }: Failure): string {
  // Many sentences begin with the place.
  const place = at === undefined || message.startsWith(`At ${at}:`) ? '' : ` at ${at}`
  return oneLine(`${code}${place}: ${message}`)
}

export { indentedLine, oneLine }
export const seeHelp = failureCodes.usage
