import { InvalidArgumentError, type Command } from 'commander'
import { commandGroup, examplesOf, type JsonFlag, type RunLater } from './command-parts'

interface GenerateWish extends JsonFlag {
  readonly prompt: string
  readonly seconds: number
  readonly out: string
  readonly seed?: number
  readonly model?: string
  readonly continue?: string
}

interface TranscribeWish extends JsonFlag {
  readonly file: string
  readonly language?: string
  readonly translate?: boolean
  readonly provider: string
}

/** `wireharp generate`, `transcribe`, `rpc`, `licenses` and `models …`. */
export function addModelsCommands(program: Command, run: RunLater): void {
  const describe = (made: Command, description: string, examples: readonly string[]) =>
    made.description(description).exitOverride().addHelpText('after', examplesOf(examples))

  describe(program.command('generate'), 'Make music from words, as a WAV file.', [
    'wireharp generate --prompt "calm piano, rain" --seconds 10 --out piano.wav',
    'wireharp generate --prompt "calm piano, rain" --seed 7 --out piano.wav --json',
  ])
    .requiredOption('--prompt <words>', 'what it should sound like, up to 1000 characters')
    .option('--seconds <n>', 'how long, from 1 to 120', parseNumber, 10)
    .requiredOption('--out <file>', 'file to write; an old one is replaced')
    .option('--seed <n>', 'the same gives the same sound; one is chosen if left out', parseSeed)
    .option('--continue <file>', 'a piece that was generated here; what is made follows it')
    .option('--model <id>', 'as `wireharp models list` names it; the one that is here if left out')
    .option('--json', 'print JSON for programs')
    .action((options: GenerateWish) =>
      run(async () => (await import('./commands/generate')).generate, options),
    )

  describe(program.command('transcribe'), 'Write down what is said in a sound file, with times.', [
    'wireharp transcribe talk.wav',
    'wireharp transcribe talk.wav --language de --json',
  ])
    .argument('<file>', 'sound file')
    .option('--language <code>', 'such as en; found out if left out')
    .option('--translate', 'write English, whatever is spoken')
    .option('--provider <name>', 'as `wireharp plugin list stt` names it', 'whisper')
    .option('--json', 'print JSON for programs')
    .action((file: string, options: Omit<TranscribeWish, 'file'>) =>
      run(async () => (await import('./commands/transcribe')).transcribe, { ...options, file }),
    )

  describe(
    program.command('rpc'),
    'Make music for another program: JSON-RPC 2.0, a line a message.',
    ['wireharp rpc', 'wireharp schema rpc'],
  ).action(() => run(async () => (await import('./commands/rpc')).rpc, {}))

  describe(program.command('licenses'), 'List the licences of what the app is made of and runs.', [
    'wireharp licenses',
    'wireharp licenses --json',
  ])
    .option('--json', 'print JSON for programs')
    .action((options: JsonFlag) =>
      run(async () => (await import('./commands/licenses')).licenses, options),
    )

  const { command } = commandGroup(
    program,
    'models',
    'See, check and remove the models that jobs run.',
  )
  command('list', 'List the models: what is here, and what it would cost to have.', [
    'wireharp models list',
    'wireharp models list --json',
  ]).action((options: JsonFlag) =>
    run(async () => (await import('./commands/models/list')).list, options),
  )
  for (const [what, description] of [
    ['remove', 'Take the files of a model off the disk.'],
    ['verify', 'Read the files of a model and hold them against their hashes.'],
  ] as const) {
    command(what, description, [`wireharp models ${what} musicgen-small`])
      .argument('<id>', 'model, as `wireharp models list` names it')
      .action((model: string, options: JsonFlag) =>
        run(async () => (await import('./commands/models/change')).change, {
          ...options,
          model,
          what,
        }),
      )
  }
}

/** `wireharp plugin download-files`, within its group. */
export function addDownloadCommand(group: Command, run: RunLater): void {
  group
    .command('download-files')
    .description('Download the models that plugins and jobs run.')
    .argument('[models...]', 'only these; all if left out')
    .option('--dry-run', 'say what would be downloaded, and how much')
    .option('--yes', 'agree to size, licence and host')
    .option('--json', 'print JSON for programs')
    .exitOverride()
    .addHelpText(
      'after',
      examplesOf([
        'wireharp plugin download-files --dry-run',
        'wireharp plugin download-files musicgen-small --yes',
      ]),
    )
    .action((models: readonly string[], options: JsonFlag & { dryRun?: boolean; yes?: boolean }) =>
      run(async () => (await import('./commands/models/download-files')).downloadFiles, {
        ...options,
        models,
      }),
    )
}

function parseNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It takes a number.')
}

function parseSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text)
  throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.')
}
