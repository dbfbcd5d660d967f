import { InvalidArgumentError, Option, type Command } from 'commander'
import { trackTypeSchema } from '#shared/contract'
import { commandGroup, type JsonFlag, type RunLater } from './command-parts'
import type { SearchFlags, Span } from './commands/library/search'

/** `wireharp library …`: the user’s sounds, from outside. */
export function addLibraryCommands(program: Command, run: RunLater): void {
  const { command } = commandGroup(
    program,
    'library',
    'Your sounds: take folders in, and find sounds by words, by facts and by ear.',
  )
  const narrowed = (made: Command) =>
    made
      .option('--limit <n>', 'how many at most', parseCount, 50)
      .option('--tempo <from-to>', 'BPM, such as 120-130', parseSpan)
      .option('--seconds <from-to>', 'length, such as 0-2', parseSpan)
      .option('--loudness <from..to>', 'LUFS, such as -20..-9', parseSpan)
      .addOption(new Option('--type <type>', 'what it is').choices(trackTypeSchema.options))

  command('add', 'Take a folder in, or look through one again, and wait for the end.', [
    'wireharp library add ~/Samples',
  ])
    .argument('<folder>', 'folder of sound files')
    .action((folder: string, options: JsonFlag) =>
      run(async () => (await import('./commands/library/add')).add, { ...options, folder }),
    )

  narrowed(
    command('search', 'Find sounds by the beginnings of words, and by facts.', [
      'wireharp library search dusty kick',
      'wireharp library search --type loop --tempo 120-130 --json',
    ]).argument('[words...]', 'words of names, tags, folders and comments'),
  ).action((words: string[], options: SearchFlags) =>
    run(async () => (await import('./commands/library/search')).search, { ...options, words }),
  )

  narrowed(command('list', 'List sounds by name.', ['wireharp library list --limit 500'])).action(
    (options: SearchFlags) =>
      run(async () => (await import('./commands/library/search')).search, {
        ...options,
        words: [],
      }),
  )

  narrowed(
    command('similar', 'Find the sounds that are most like one.', [
      'wireharp library similar 42 --limit 10',
    ]).argument('<id>', 'sound, as `wireharp library search` numbers it', parseCount),
  ).action((track: number, options: SearchFlags) =>
    run(async () => (await import('./commands/library/similar')).similar, { ...options, track }),
  )

  command('folders', 'List the folders of the library.', ['wireharp library folders']).action(
    (options: JsonFlag) =>
      run(async () => (await import('./commands/library/list')).folders, options),
  )

  command('failures', 'List the files that could not be read, with the reason.', [
    'wireharp library failures',
  ]).action((options: JsonFlag) =>
    run(async () => (await import('./commands/library/list')).failures, options),
  )

  command('playlists', 'List the playlists, or the sounds of one.', [
    'wireharp library playlists',
    'wireharp library playlists 3',
  ])
    .argument('[id]', 'playlist', parseCount)
    .action((playlist: number | undefined, options: JsonFlag) =>
      run(async () => (await import('./commands/library/list')).playlists, {
        ...options,
        ...(playlist !== undefined && { playlist }),
      }),
    )
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('It takes a whole number from 1 on.')
}

/** “120-130”, “-20..-9”, “2-”, “..5” */
function parseSpan(text: string): Span {
  const number = String.raw`-?\d+(?:\.\d+)?`
  const match = new RegExp(`^(${number})?(?:\\.\\.|-)(${number})?$`).exec(text)
  if (match === null || (match[1] === undefined && match[2] === undefined)) {
    throw new InvalidArgumentError('It takes a span, such as 120-130 or -20..-9.')
  }
  return {
    ...(match[1] !== undefined && { from: Number(match[1]) }),
    ...(match[2] !== undefined && { to: Number(match[2]) }),
  }
}
