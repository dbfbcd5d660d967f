import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { destination, pino } from 'pino'

/** JSON lines. What a plugin or a file says goes into fields, never into the message. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(fields: object): Log
}

/** The log of a process: `<folder>/<name>.log`, owner-readable only. */
export function createLog({
  folder,
  name,
  level = process.env['WIREHARP_DEBUG'] === '1' ? 'debug' : 'info',
}: {
  folder: string
  name: string
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}): Log {
  mkdirSync(folder, { recursive: true })
  const file = destination({ dest: join(folder, `${name}.log`), sync: true, mode: 0o600 })
  return pino({ level, base: { pid: process.pid, process: name } }, file)
}

/** For tests and for tools that print their own words. */
export const silentLog: Log = pino({ level: 'silent' })
