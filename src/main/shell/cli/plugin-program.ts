import { InvalidArgumentError, type Command } from 'commander'
import { addDownloadCommand } from './models-program'
import { addCallCommand } from './plugin-call'
import { addAuthorCommands } from './author-commands'
import type { ProfileFlags } from './commands/plugin/profile'
import { addMarketCommands } from './market-program'
import { addUpkeepCommands } from './upkeep-commands'
import { commandGroup, type JsonFlag, type RunLater } from './command-parts'

/** `wireharp plugin …`: a group of commands of its own. */
export function addPluginCommands(program: Command, run: RunLater): void {
  const { group, command } = commandGroup(program, 'plugin', 'See, switch and make plugins.')

  command('list', 'List all plugins: enabled, disabled, skipped, failed and why.', [
    'wireharp plugin list',
    'wireharp plugin list vad --json',
  ])
    .argument('[kind]', 'only those of a kind, such as effect, sensor or vad')
    .action((kind: string | undefined, options: JsonFlag) =>
      run(async () => (await import('./commands/plugin/list')).list, {
        ...options,
        ...(kind !== undefined && { kind }),
      }),
    )

  for (const enabled of [true, false]) {
    const name = enabled ? 'enable' : 'disable'
    command(
      name,
      enabled
        ? 'Let a plugin run; a quarantine is lifted.'
        : 'Keep a plugin from running; its nodes stay in projects as they are.',
      [`wireharp plugin ${name} gpio`],
    )
      .argument('<id>', 'plugin, as `wireharp plugin list` names it')
      .action((id: string, options: JsonFlag) =>
        run(async () => (await import('./commands/plugin/switch')).switchPlugin, {
          ...options,
          id,
          enabled,
        }),
      )
  }

  command('doctor', 'Look for what is wrong with plugins and their settings, and say what helps.', [
    'wireharp plugin doctor',
    'wireharp plugin doctor gpio --json',
    'wireharp plugin doctor --fix',
  ])
    .argument('[id]', 'only this plugin')
    .option('--fix', 'do what can be done without asking')
    .action((id: string | undefined, options: JsonFlag & { fix?: boolean }) =>
      run(async () => (await import('./commands/plugin/doctor')).doctor, {
        ...options,
        ...(id !== undefined && { id }),
      }),
    )

  command('profile', 'Run a part of a plugin by itself, and tell where its time goes.', [
    'wireharp plugin profile tremolo',
    'wireharp plugin profile tremolo --node tremolo --seconds 5 --out slow.cpuprofile',
    `wireharp plugin profile music-theory --tool delay-times --input '{"tempo": 120}'`,
  ])
    .argument('<id>', 'id of the plugin')
    .option('--node <key>', 'which of its nodes; the first that runs code of its own if left out')
    .option('--tool <key>', 'a tool of it instead, called again and again')
    .option('--input <json>', 'what the tool is given')
    .option('--sensor <key>', 'a sensor of it instead, read again and again')
    .option(
      '--grant <right>',
      'let it do this meanwhile: network, files.read … (may be repeated)',
      (right: string, all: readonly string[]) => [...all, right],
      [],
    )
    .option('--seconds <n>', 'how long it runs', Number, 3)
    .option('--out <file>', 'where the profile goes; <id>.cpuprofile if left out')
    .action((id: string, options: Omit<ProfileFlags, 'id'>) =>
      run(async () => (await import('./commands/plugin/profile')).profile, { ...options, id }),
    )

  command('logs', 'Print the newest lines that a plugin has logged.', [
    'wireharp plugin logs gpio',
    'wireharp plugin logs gpio --lines 500 --json',
  ])
    .argument('<id>', 'plugin, as `wireharp plugin list` names it')
    .option('--lines <n>', 'how many at most', parseLines, 50)
    .action((id: string, options: JsonFlag & { readonly lines: number }) =>
      run(async () => (await import('./commands/plugin/logs')).logs, { ...options, id }),
    )

  addCallCommand(group, run)
  addDownloadCommand(group, run)
  addAuthorCommands(command, run)
  addMarketCommands(command, run)
  addUpkeepCommands(command, run)
}

function parseLines(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1000) return Number(text)
  throw new InvalidArgumentError('It takes a number from 1 to 1000.')
}
