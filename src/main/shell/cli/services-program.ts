import type { Command } from 'commander'
import { examplesOf, parsePort, type JsonFlag, type RunLater } from './command-parts'

export interface ServePluginFlags extends JsonFlag {
  readonly id: string
  readonly port: number
  readonly host: string
  readonly token?: string
  readonly root?: readonly string[]
}

/** `wireharp serve-plugin`: what this machine can do, for other programs and machines. */
export function addServicesCommands(program: Command, run: RunLater): void {
  program
    .command('serve-plugin')
    .description('Do work for other programs over HTTP until Ctrl-C.')
    .argument('<id>', 'what to serve: stems/shape, stems/demucs, or a provider such as vad/silero')
    .option('--port <n>', 'port to listen on', parsePort, 4950)
    .option(
      '--host <address>',
      'address to listen on; others than this machine need a token',
      '127.0.0.1',
    )
    .option('--token <token>', 'what callers have to say; WIREHARP_SERVICE_TOKEN if left out')
    .option(
      '--root <folder...>',
      'folders whose files callers may name; sounds can be sent without',
    )
    .option('--json', 'print JSON for programs')
    .exitOverride()
    .addHelpText(
      'after',
      examplesOf([
        'wireharp serve-plugin stems/shape',
        'WIREHARP_SERVICE_TOKEN=… wireharp serve-plugin stems/shape --host 0.0.0.0 --port 4950',
      ]),
    )
    .action((id: string, options: Omit<ServePluginFlags, 'id'>) =>
      run(async () => (await import('./commands/serve-plugin')).servePlugin, { ...options, id }),
    )
}
