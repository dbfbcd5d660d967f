import type { Io } from './io'

/** A command's own work, loaded when it is called: `--help` must not wait for the engine. */
export type Run<Options> = (io: Io, options: Options) => Promise<number>

/** What every command takes. */
export interface JsonFlag {
  readonly json?: boolean
}

export function examplesOf(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}`
}
