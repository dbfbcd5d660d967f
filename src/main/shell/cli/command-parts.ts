import { InvalidArgumentError, type Command } from 'commander'
import type { Io } from './io'

/** A command's own work, loaded when it is called: `--help` must not wait for the engine. */
export type Run<Options> = (io: Io, options: Options) => Promise<number>

/** What every command takes. */
export interface JsonFlag {
  readonly json?: boolean
}

/** Loads a command's work and does it. */
export type RunLater = <Options>(
  load: () => Promise<Run<Options>>,
  options: Options,
) => Promise<void>

export type MakeCommand = (
  name: string,
  description: string,
  examples: readonly string[],
) => Command

/** A group of commands of its own, such as `wireharp jobs …`, and what makes commands in it, each with `--json` and examples. */
export function commandGroup(
  program: Command,
  name: string,
  about: string,
): { readonly group: Command; readonly command: MakeCommand } {
  const group = program.command(name).description(about).helpCommand(false).exitOverride()
  const command: MakeCommand = (name, description, examples) =>
    group
      .command(name)
      .description(description)
      .option('--json', 'print JSON for programs')
      .exitOverride()
      .addHelpText('after', examplesOf(examples))
  return { group, command }
}

export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

export function examplesOf(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}`
}
