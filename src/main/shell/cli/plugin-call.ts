import type { Command } from 'commander'
import { examplesOf, type Run } from './command-parts'

export interface CallFlags {
  readonly tool?: string
  /** The input as JSON; true where the flag stands alone. */
  readonly json?: string | boolean
  readonly grant: readonly string[]
}

/** `wireharp plugin call`: its `--json` holds the input, and what it prints is JSON in any case. */
export function addCallCommand(
  group: Command,
  run: <Options>(load: () => Promise<Run<Options>>, options: Options) => Promise<void>,
): void {
  group
    .command('call')
    .description(
      'Call a tool or a provider of a plugin, or read a sensor; without a name list them.',
    )
    .argument('[tool]', '<plugin>/<tool>, <plugin>/<sensor> or <plugin>/<kind>/<provider>')
    .option('--json [input]', 'the input, as JSON')
    .option(
      '--grant <right>',
      'let it do this, once: network, network:example.org, files.read … (may be repeated)',
      (right: string, all: readonly string[]) => [...all, right],
      [],
    )
    .exitOverride()
    .addHelpText(
      'after',
      examplesOf([
        'wireharp plugin call',
        `wireharp plugin call music-theory/delay-times --json '{"tempo": 120}'`,
        'wireharp plugin call system/cpu',
        'wireharp plugin call http-reading/value --grant network',
      ]),
    )
    .action((tool: string | undefined, options: Omit<CallFlags, 'tool'>) =>
      run(async () => (await import('./commands/plugin/call')).call, {
        ...options,
        ...(tool !== undefined && { tool }),
      }),
    )
}
