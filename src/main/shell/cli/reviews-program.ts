import type { Command } from 'commander'
import {
  commandGroup,
  parsePort,
  type JsonFlag,
  type MakeCommand,
  type RunLater,
} from './command-parts'

export interface FolderFlag extends JsonFlag {
  readonly folder?: string
}
export interface ServeReviewsFlags extends FolderFlag {
  readonly port: number
  readonly host: string
  readonly name: string
  readonly behindProxy?: boolean
}

/** `wireharp reviews …`: a service for reviews of plugins, run and moderated by whoever wants to. */
export function addReviewsCommands(program: Command, run: RunLater): void {
  const { command: make } = commandGroup(
    program,
    'reviews',
    'Serve and moderate reviews of plugins.',
  )
  const command: MakeCommand = (...parts) =>
    make(...parts).option(
      '--folder <folder>',
      "where the service keeps its reviews; the app's own if left out",
    )

  command('serve', 'Take and show reviews until Ctrl-C.', [
    'wireharp reviews serve',
    'wireharp reviews serve --port 4874 --folder /srv/reviews --name "Studio 5"',
  ])
    .option('--port <n>', 'port to listen on', parsePort, 4874)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--name <name>', 'what readers see', 'Reviews')
    .option('--behind-proxy', 'believe the addresses that a proxy of your own passes on')
    .action((options: ServeReviewsFlags) =>
      run(async () => (await import('./commands/reviews/serve')).serveReviews, options),
    )

  command('export', 'Print every review that is shown, a line of JSON each.', [
    'wireharp reviews export > reviews.jsonl',
    'wireharp reviews export --all > backup.jsonl',
  ])
    .option('--all', 'hidden ones too')
    .action((options: FolderFlag & { readonly all?: boolean }) =>
      run(async () => (await import('./commands/reviews/moderate')).exportReviews, options),
    )

  command('list', 'List every review with its id, hidden ones too.', [
    'wireharp reviews list',
    'wireharp reviews list tape-echo',
  ])
    .argument('[plugin]', 'of this plugin alone')
    .action((plugin: string | undefined, options: FolderFlag) =>
      run(async () => (await import('./commands/reviews/moderate')).listReviews, {
        ...options,
        ...(plugin !== undefined && { plugin }),
      }),
    )

  command('reports', 'List what readers reported, the most often first.', [
    'wireharp reviews reports',
  ]).action((options: FolderFlag) =>
    run(async () => (await import('./commands/reviews/moderate')).listReports, options),
  )

  command('hide', 'Hide a review; it stays hidden when its author writes it anew.', [
    'wireharp reviews hide Zm9vYmFyYmF6cXV4MTIzNA --reason advertising',
  ])
    .argument('<id>', 'review, as `wireharp reviews list` names it')
    .requiredOption('--reason <text>', 'why, for your own record')
    .action((id: string, options: FolderFlag & { readonly reason: string }) =>
      run(async () => (await import('./commands/reviews/moderate')).hideReview, { ...options, id }),
    )

  command('show', 'Show a hidden review again.', ['wireharp reviews show Zm9vYmFyYmF6cXV4MTIzNA'])
    .argument('<id>', 'review, as `wireharp reviews list` names it')
    .action((id: string, options: FolderFlag) =>
      run(async () => (await import('./commands/reviews/moderate')).hideReview, {
        ...options,
        id,
        reason: '',
      }),
    )

  command('token', "Print the operator's token, for moderation over HTTP.", [
    'wireharp reviews token',
  ]).action((options: FolderFlag) =>
    run(async () => (await import('./commands/reviews/moderate')).printToken, options),
  )
}
