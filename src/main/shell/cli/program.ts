import { Command, InvalidArgumentError, Option } from 'commander'
import {
  ditherSchema,
  exportFormatSchema,
  exportRates,
  mp3Bitrates,
  type Dither,
  type ExportFormat,
} from '#shared/contract'
import { examplesOf, parsePort, type JsonFlag, type Run } from './command-parts'
import { exitCodes, type Io } from './io'
import { addFeaturesCommands } from './features-program'
import { addJobsCommands } from './jobs-program'
import { addLibraryCommands } from './library-program'
import { addModelsCommands } from './models-program'
import { addRegistryCommands } from './market-program'
import { addPluginCommands } from './plugin-program'
import { addReviewsCommands } from './reviews-program'
import { addServicesCommands } from './services-program'

/** The command line. `finish` hears the exit code of the command that ran. */
export function createProgram(io: Io, version: string, finish: (code: number) => void): Command {
  const run = <Options>(load: () => Promise<Run<Options>>, options: Options) =>
    load().then(async command => finish(await command(io, options)))

  const program = new Command('wireharp')
    .description('Wire sandboxed plugins into audio graphs and hear the result at once.')
    .version(version, '--version', 'print the version')
    .option('--enable-dynamic-plugins', 'let code from WIREHARP_PLUGIN_PATH run')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', programHelp)
  const command = (name: string, description: string, examples: readonly string[]) =>
    program
      .command(name)
      .description(description)
      .option('--json', 'print JSON for programs')
      .exitOverride()
      .addHelpText('after', examplesOf(examples))

  command('serve', 'Serve the app to a browser on this machine.', [
    'wireharp serve',
    'wireharp serve --no-open song.wireharp',
  ])
    .argument('[project]', 'project to open')
    .option('--no-open', 'print the address and open no window')
    .option('--port <n>', 'port to listen on; any free one if left out', parsePort)
    .action((project: string | undefined, options: ServeFlags) =>
      run(async () => (await import('./commands/serve')).serve, { ...options, project }),
    )

  command('render', 'Render a project to a sound file.', [
    'wireharp render song.wireharp --out song.wav',
    'wireharp render song.wireharp --out intro.wav --to 8 --format wav16 --json',
    'wireharp render song.wireharp --out song.flac --loudness -14 --ceiling -1 --stems',
  ])
    .argument('<project>', 'project file')
    .requiredOption('--out <file>', 'file to write; an old one is replaced')
    .option('--from <seconds>', 'where to begin; the start if left out', parseSeconds)
    .option('--to <seconds>', "where to end; the project's end if left out", parseSeconds)
    .addOption(
      new Option(
        '--format <format>',
        'what to write; if left out, as the name ends: wav24, flac, mp3 or opus',
      ).choices(exportFormatSchema.options),
    )
    .addOption(
      new Option('--dither <kind>', 'noise added before rounding to 16 or 24 bits')
        .choices(ditherSchema.options)
        .preset('tpdf')
        .default('tpdf'),
    )
    .option('--no-dither', 'round without noise')
    .addOption(
      new Option('--bitrate <kbit/s>', 'of an MP3 or Opus file')
        .choices(mp3Bitrates.map(String))
        .default('256'),
    )
    .addOption(
      new Option('--rate <Hz>', "rate of the file; the project's if left out").choices(
        exportRates.map(String),
      ),
    )
    .option('--loudness <LUFS>', 'loudness to bring the mix to, such as -14', parseLevel(-60))
    .option(
      '--ceiling <dBTP>',
      'true peak not to pass on the way there; -1 if left out',
      parseLevel(-20),
    )
    .option('--stems', 'write each track beside the mix')
    .option('--no-embed', 'leave the project out of the file')
    .option('--no-cache', 'render all anew, and keep nothing for the next render')
    .option(
      '--run-jobs',
      'make first what nodes that work as jobs have not made yet; saves the project',
    )
    .action((path: string, options: RenderFlags) =>
      run(async () => (await import('./commands/render')).render, { ...options, path }),
    )

  command('run', 'Make what the nodes of a project that work as jobs have not made yet.', [
    'wireharp run song.wireharp',
    'wireharp run song.wireharp --node separate-1 --json',
  ])
    .argument('<project>', 'project file; saved when it is done')
    .option('--node <id...>', 'nodes to run, with what is stale before them; all if left out')
    .action((path: string, options: JsonFlag & { node?: string[] }) =>
      run(async () => (await import('./commands/run')).run, { ...options, path }),
    )

  command('check', 'List what is wrong with a project file or a plugin folder.', [
    'wireharp check song.wireharp',
    'wireharp check plugins/tremolo --json',
  ])
    .argument('<path>', 'project file, or folder with a plugin.json')
    .action((path: string, options: JsonFlag) =>
      run(async () => (await import('./commands/check')).check, { ...options, path }),
    )

  command('new', 'Make a project file.', [
    'wireharp new song.wireharp',
    'wireharp new song.wireharp --template first-light',
  ])
    .argument('<file>', 'file to make; never replaces one')
    .option('--template <name>', 'project to begin from; an unknown name lists them')
    .action((path: string, options: NewFlags) =>
      run(async () => (await import('./commands/new')).newProject, { ...options, path }),
    )

  command('share', 'Write a project and its sounds as one file.', [
    'wireharp share song.wireharp',
    'wireharp share song.wireharp --out for-ada.wireharpz',
  ])
    .argument('<project>', 'project file')
    .option('--out <file>', 'bundle to make; beside the project if left out, never replaces one')
    .action((project: string, options: ShareFlags) =>
      run(async () => (await import('./commands/share')).share, { ...options, project }),
    )

  command('import-midi', 'Add the notes of a MIDI file to a project file.', [
    'wireharp import-midi song.wireharp riff.mid',
  ])
    .argument('<project>', 'project file; not one that is open')
    .argument('<file.mid>', 'standard MIDI file of format 0 or 1')
    .action((project: string, path: string, options: JsonFlag) =>
      run(async () => (await import('./commands/import-midi')).importMidi, {
        ...options,
        project,
        path,
      }),
    )

  command('export-midi', 'Write the clips of notes of a project to a MIDI file.', [
    'wireharp export-midi song.wireharp song.mid',
  ])
    .argument('<project>', 'project file')
    .argument('<file.mid>', 'file to write; an old one is replaced')
    .action((project: string, path: string, options: JsonFlag) =>
      run(async () => (await import('./commands/export-midi')).exportMidi, {
        ...options,
        project,
        path,
      }),
    )

  command('diagnostics', 'Write what helps to find out what is wrong, without anything private.', [
    'wireharp diagnostics',
    'wireharp diagnostics --out trouble.zip --json',
  ])
    .option('--out <file>', 'zip to make; never replaces one; among the projects if left out')
    .action((options: DiagnosticsFlags) =>
      run(async () => (await import('./commands/diagnostics')).diagnostics, options),
    )

  command('schema', 'Print the JSON Schema of a file format.', [
    'wireharp schema project > project.schema.json',
  ])
    .argument('<format>', 'project, plugin, preset, certificate, policy or rpc')
    .action((format: string) =>
      run(async () => (await import('./commands/schema')).schema, { format }),
    )

  command('nodes', 'List every node with its ports and parameters.', [
    'wireharp nodes',
    'wireharp nodes --json',
  ]).action((options: JsonFlag) =>
    run(async () => (await import('./commands/nodes')).nodes, options),
  )
  addPluginCommands(program, run)
  addJobsCommands(program, run)
  addLibraryCommands(program, run)
  addModelsCommands(program, run)
  addReviewsCommands(program, run)
  addServicesCommands(program, run)
  addRegistryCommands(program, run)
  addFeaturesCommands(program, run)
  return program
}

export interface ServeFlags extends JsonFlag {
  readonly open: boolean
  readonly port?: number
}
export interface RenderFlags extends JsonFlag {
  readonly out: string
  readonly from?: number
  readonly to?: number
  readonly format?: ExportFormat
  readonly dither: Dither | boolean
  readonly bitrate: string
  readonly rate?: string
  readonly loudness?: number
  readonly ceiling?: number
  readonly stems?: boolean
  readonly embed: boolean
  readonly cache: boolean
  readonly runJobs?: boolean
}
export interface DiagnosticsFlags extends JsonFlag {
  readonly out?: string
}
export interface ShareFlags extends JsonFlag {
  readonly out?: string
}

interface NewFlags extends JsonFlag {
  readonly template?: string
}

const programHelp = `
Examples:
  wireharp                                        open the app
  wireharp render song.wireharp --out song.wav    render without opening it
  wireharp <command> --help                       options and examples of a command

Exit codes: ${exitCodes.done} done, ${exitCodes.refused} refused (the reason on stderr as “error <code>: <sentence>”), \
${exitCodes.usage} wrong usage, ${exitCodes.bug} a bug in Wireharp.`

function parseLevel(least: number): (text: string) => number {
  return text => {
    const level = Number(text)
    if (/^-?\d+(\.\d+)?$/.test(text) && level >= least && level <= 0) return level
    throw new InvalidArgumentError(`It takes a level from ${least} to 0, such as -14.`)
  }
}

function parseSeconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) <= 1e6) return Number(text)
  throw new InvalidArgumentError('It takes seconds, such as 1.5.')
}
