import type { Command } from 'commander'
import type { JsonFlag, Run } from './command-parts'

/** Runs what a command loads, and tells how it ended. */
export type RunCommand = <Options>(
  load: () => Promise<Run<Options>>,
  options: Options,
) => Promise<void>

/** Makes a command below `wireharp plugin`. */
export type AddCommand = (name: string, description: string, examples: readonly string[]) => Command

/** What whoever writes plugins, or installs them, needs. */
export function addAuthorCommands(command: AddCommand, run: RunCommand): void {
  command('new', 'Make the folder of a plugin, from a template of its kind.', [
    'wireharp plugin new tremolo',
    'wireharp plugin new room-temperature --kind sensor',
  ])
    .argument('<name>', 'name, or path whose last part is the name')
    .option('--kind <kind>', kinds, 'effect')
    .option('--author <name>', 'who writes it; your user name if left out')
    .action((path: string, options: NewPluginFlags) =>
      run(async () => (await import('./commands/plugin/new')).newCommand, { ...options, path }),
    )

  command('test', 'Run a plugin’s own tests, and its conformance in the sandbox.', [
    'wireharp plugin test tremolo',
    'wireharp plugin test . --json',
  ])
    .argument('[folder]', 'folder of the plugin', '.')
    .action((path: string, options: JsonFlag) =>
      run(async () => (await import('./commands/plugin/test')).testCommand, { ...options, path }),
    )

  command('validate', 'Look at a plugin as a reviewer would: a certificate with all figures.', [
    'wireharp plugin validate tremolo',
    'wireharp plugin validate tremolo-1.0.0.tgz --json > certificate.json',
    'wireharp plugin validate . --save certificate.json --badge certificate.svg',
  ])
    .argument('[source]', 'folder, .tgz file, git address, or name of the registry', '.')
    .option('--save <file>', 'write the certificate into a file too')
    .option('--badge <file>', 'write it as a badge for a README, an SVG')
    .action((source: string, options: ValidateFlags) =>
      run(async () => (await import('./commands/plugin/validate')).validateCommand, {
        ...options,
        source,
      }),
    )

  command('measure', 'Run an installed plugin through its checks here; compare with its package.', [
    'wireharp plugin measure tremolo',
    'wireharp plugin measure tremolo --json',
  ])
    .argument('<id>', 'plugin, as `wireharp plugin list` names it')
    .action((id: string, options: JsonFlag) =>
      run(async () => (await import('./commands/plugin/measure')).measureCommand, {
        ...options,
        id,
      }),
    )

  command('pack', 'Make a package of a plugin: the same bytes from the same files.', [
    'wireharp plugin pack tremolo',
    'wireharp plugin pack . --out dist',
  ])
    .argument('[folder]', 'folder of the plugin', '.')
    .option('--out <folder>', 'where the package goes', '.')
    .option('--certify', 'run it through its checks, and put its certificate in')
    .action((path: string, options: PackFlags) =>
      run(async () => (await import('./commands/plugin/pack')).packCommand, { ...options, path }),
    )

  command('install', 'Install a plugin, or another version of it. Runs nothing of it.', [
    'wireharp plugin install ./tremolo',
    'wireharp plugin install tremolo-1.0.0.tgz',
    'wireharp plugin install https://example.org/tremolo.git#v1.0.0',
    'wireharp plugin install @acme/tremolo@^1.0.0',
  ])
    .argument('<source>', 'folder, .tgz file, git address, or name of the registry')
    .option(
      '--registry <url>',
      'npm-compatible registry, this once, instead of those that were added',
    )
    .option('--agree', 'agree to rights, publishers and plugins that are new')
    .option('--from <name>', 'the registry, as `wireharp registry list` names it')
    .option('--beside', 'beside another major version, which stays')
    .action((source: string, options: InstallFlags) =>
      run(async () => (await import('./commands/plugin/install')).installCommand, {
        ...options,
        source,
      }),
    )

  command('upgrade', 'Install what the source of a plugin has now.', [
    'wireharp plugin upgrade tremolo',
    'wireharp plugin upgrade',
    'wireharp plugin upgrade --by-policy',
  ])
    // As the marketplace’s button calls it.
    .alias('update')
    .argument('[id]', 'plugin; all installed ones if left out')
    .option(
      '--registry <url>',
      'npm-compatible registry, this once, instead of those that were added',
    )
    .option('--agree', 'agree to rights, publishers and plugins that are new')
    .option('--by-policy', 'only what policy.yaml lets come by itself')
    .action((id: string | undefined, options: InstallFlags) =>
      run(async () => (await import('./commands/plugin/install')).upgradeCommand, {
        ...options,
        id,
      }),
    )

  command('uninstall', 'Remove an installed plugin. Projects keep its nodes as placeholders.', [
    'wireharp plugin uninstall tremolo',
  ])
    .argument('<id>', 'plugin')
    .option('--anyway', 'also where other plugins need it')
    .action((id: string, options: UninstallFlags) =>
      run(async () => (await import('./commands/plugin/install')).uninstallCommand, {
        ...options,
        id,
      }),
    )

  command('rollback', 'Bring back the version of a plugin that was there before, and pin it.', [
    'wireharp plugin rollback tremolo',
  ])
    .argument('<id>', 'plugin')
    .action((id: string, options: JsonFlag) =>
      run(async () => (await import('./commands/plugin/versions')).rollBackCommand, {
        ...options,
        id,
      }),
    )

  command('pin', 'Leave a plugin alone where all are upgraded.', [
    'wireharp plugin pin tremolo',
    'wireharp plugin pin tremolo --off',
  ])
    .argument('<id>', 'plugin')
    .option('--off', 'upgrade it with the others again')
    .action((id: string, options: PinFlags) =>
      run(async () => (await import('./commands/plugin/versions')).pinCommand, { ...options, id }),
    )

  command('dev', 'Install a plugin from its folder, and again whenever a file of it changes.', [
    'wireharp plugin dev tremolo',
  ])
    .argument('[folder]', 'folder of the plugin', '.')
    .option('--once', 'install it once and end')
    .action((path: string, options: DevFlags) =>
      run(async () => (await import('./commands/plugin/dev')).devCommand, { ...options, path }),
    )
}

const kinds =
  'effect, generator, analyzer, node, sensor, tool, integration, visualization, ui, workflow, model or provider'

export interface NewPluginFlags extends JsonFlag {
  readonly kind: string
  readonly author?: string
}
export interface PackFlags extends JsonFlag {
  readonly out: string
  readonly certify?: boolean
}
export interface ValidateFlags extends JsonFlag {
  readonly save?: string
  readonly badge?: string
}
export interface InstallFlags extends JsonFlag {
  readonly registry?: string
  readonly agree?: boolean
  /** A registry of the marketplace, by its name. */
  readonly from?: string
  readonly beside?: boolean
  readonly byPolicy?: boolean
}
export interface UninstallFlags extends JsonFlag {
  readonly anyway?: boolean
}
export interface DevFlags extends JsonFlag {
  readonly once?: boolean
}
export interface PinFlags extends JsonFlag {
  readonly off?: boolean
}
