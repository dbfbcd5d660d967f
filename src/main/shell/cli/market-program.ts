import type { Command } from 'commander'
import { commandGroup, type JsonFlag, type MakeCommand, type RunLater } from './command-parts'

/** `wireharp registry …`: where plugins come from. */
export function addRegistryCommands(program: Command, run: RunLater): void {
  const { command } = commandGroup(program, 'registry', 'See, add and run registries of plugins.')

  command('list', 'List the registries, and how many plugins each has.', ['wireharp registry list'])
    .option('--refresh', 'ask them first')
    .action((options: JsonFlag & { refresh?: boolean }) =>
      run(async () => (await import('./commands/registry/registries')).listRegistries, options),
    )

  command('add', 'Add a registry: an https address, http on this machine, or a folder.', [
    'wireharp registry add company https://npm.example.org',
    'wireharp registry add shelf ~/plugins-to-share',
  ])
    .argument('<name>', 'small letters, digits and “-”')
    .argument('<address>', 'address of an npm-compatible registry, or a folder of packages')
    .option('--token-file <file>', 'file that holds the token to log in with')
    .action((name: string, address: string, options: AddRegistryFlags) =>
      run(async () => (await import('./commands/registry/registries')).addCommand, {
        ...options,
        name,
        address,
      }),
    )

  command('token', 'Log in to a registry with another token, or with none.', [
    'wireharp registry token company --token-file ~/company-token',
    'wireharp registry token company --none',
  ])
    .argument('<name>', 'as `wireharp registry list` names it')
    .option('--token-file <file>', 'file that holds the token to log in with')
    .option('--none', 'ask without a token from now on')
    .action((name: string, options: RegistryTokenFlags) =>
      run(async () => (await import('./commands/registry/registries')).tokenCommand, {
        ...options,
        name,
      }),
    )

  command('remove', 'Remove a registry; what was installed from it stays.', [
    'wireharp registry remove company',
  ])
    .argument('<name>', 'as `wireharp registry list` names it')
    .action((name: string, options: JsonFlag) =>
      run(async () => (await import('./commands/registry/registries')).removeCommand, {
        ...options,
        name,
      }),
    )

  command(
    'revoke',
    'Name what may not run any more, in a folder that is a registry or is served as one.',
    [
      "wireharp registry revoke ~/shelf 'tremolo@<1.4.1' --because 'It sends what it hears.'",
      'wireharp registry revoke ~/shelf key:9f…20 --because "Its owner lost it."',
    ],
  )
    .argument('<folder>', 'whose index is signed by your key, or that of `wireharp registry serve`')
    .argument('<what>', 'plugin@range, or key: or sha256: with 64 hex digits')
    .requiredOption('--because <reason>', 'a sentence for whoever has it')
    .option('--key <file>', 'the key of the index; that of the config folder if left out')
    .option(
      '--for-server',
      'the folder has no index: its revocations.json goes to /-/wireharp/ of a server that countersigns with --key (Ed25519)',
    )
    .action((folder: string, what: string, options: RevokeFlags) =>
      run(async () => (await import('./commands/registry/revoke')).revokeCommand, {
        ...options,
        folder,
        what,
      }),
    )

  command('serve', 'Run a registry of your own (Verdaccio) on this machine.', [
    'wireharp registry serve',
    'wireharp registry serve --port 4873 --folder ~/registry',
  ])
    .option('--port <n>', 'port to listen on', '4873')
    .option('--folder <folder>', 'where its packages go')
    .action((options: ServeRegistryFlags) =>
      run(async () => (await import('./commands/registry/serve')).serveRegistry, options),
    )
}

/** What of `wireharp plugin …` deals with registries and keys. */
export function addMarketCommands(command: MakeCommand, run: RunLater): void {
  command('search', 'Find plugins in the registries.', [
    'wireharp plugin search reverb',
    'wireharp plugin search --offline --json',
  ])
    .argument('[text]', 'words, or their beginnings; everything if left out', '')
    .option('--offline', 'ask no registry')
    .action((text: string, options: JsonFlag & { offline?: boolean }) =>
      run(async () => (await import('./commands/market/search')).searchCommand, {
        ...options,
        text,
      }),
    )

  command('keygen', 'Make the key that your plugins are signed with.', ['wireharp plugin keygen'])
    .option('--key <file>', 'where it goes; the config folder if left out')
    .action((options: KeyFlags) =>
      run(async () => (await import('./commands/market/keys')).keygenCommand, options),
    )

  command('sign', 'Make a signed package of a plugin or of a package.', [
    'wireharp plugin sign tremolo',
    'wireharp plugin sign tremolo-1.0.0.tgz --out signed',
  ])
    .argument('<path>', 'folder of the plugin, or .tgz file')
    .option('--out <folder>', 'where the package goes', '.')
    .option('--key <file>', 'the key; that of the config folder if left out')
    .option('--name <name>', 'who signs; the author if left out')
    .action((path: string, options: SignFlags) =>
      run(async () => (await import('./commands/market/keys')).signCommand, { ...options, path }),
    )

  command('verify', 'Say who signed a package, and whether every file is as it was signed.', [
    'wireharp plugin verify tremolo-1.0.0.tgz',
    'wireharp plugin verify tremolo',
  ])
    .argument('<what>', '.tgz file, or the id of an installed plugin')
    .action((what: string, options: JsonFlag) =>
      run(async () => (await import('./commands/market/keys')).verifyCommand, { ...options, what }),
    )

  command('publish', 'Pack, check, sign and publish plugins.', [
    'wireharp plugin publish tremolo --to company',
    'wireharp plugin publish tremolo chorus --to ~/plugins-to-share',
  ])
    .argument('<paths...>', 'folders of plugins, or .tgz files')
    .requiredOption('--to <registry>', 'name or address of a registry, or a folder')
    .option('--key <file>', 'the key; that of the config folder if left out')
    .option('--name <name>', 'who signs; the author if left out')
    .option('--unsigned', 'publish without a signature: its users are asked')
    .option('--no-check', 'do not run its checks first, and put no certificate in')
    .option('--sign-index', 'sign the index of a folder, too')
    .action((paths: string[], options: PublishFlags) =>
      run(async () => (await import('./commands/market/publish')).publishCommand, {
        ...options,
        paths,
      }),
    )

  command('snapshot', 'Keep all installed plugins as they are, and come back to that.', [
    'wireharp plugin snapshot take "before the gig"',
    'wireharp plugin snapshot list',
    'wireharp plugin snapshot restore <id>',
  ])
    .argument('<what>', 'list, take, restore or drop')
    .argument('[name]', 'what it is called; of restore and drop its id')
    .action((what: string, name: string | undefined, options: SnapshotFlags) =>
      run(async () => (await import('./commands/market/snapshots')).snapshotCommand, {
        ...options,
        what,
        name,
      }),
    )
}

export interface AddRegistryFlags extends JsonFlag {
  readonly tokenFile?: string
}
export interface RegistryTokenFlags extends AddRegistryFlags {
  readonly none?: boolean
}
export interface ServeRegistryFlags extends JsonFlag {
  readonly port: string
  readonly folder?: string
}
export interface KeyFlags extends JsonFlag {
  readonly key?: string
}
export interface RevokeFlags extends KeyFlags {
  readonly because: string
  readonly forServer?: boolean
}
export interface SignFlags extends KeyFlags {
  readonly out: string
  readonly name?: string
}
export interface PublishFlags extends KeyFlags {
  readonly to: string
  readonly name?: string
  readonly unsigned?: boolean
  readonly check: boolean
  readonly signIndex?: boolean
}
export type SnapshotFlags = JsonFlag
