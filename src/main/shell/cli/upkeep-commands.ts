import { InvalidArgumentError } from 'commander'
import type { JsonFlag, MakeCommand, RunLater } from './command-parts'

/** What keeps an installation in order, and whoever looks after a machine. */
export function addUpkeepCommands(command: MakeCommand, run: RunLater): void {
  command('audit', 'Look at all installed plugins: signatures, rights, changed files, code, age.', [
    'wireharp plugin audit',
    'wireharp plugin audit tremolo --json',
    'wireharp plugin audit --fix --unused 180',
  ])
    .argument('[id]', 'plugin; all of the user’s if left out')
    .option('--unused <days>', 'days without use that are worth a word', parseDays, 90)
    .option('--fix', 'take away what is left of plugins that are gone')
    .action((id: string | undefined, options: Omit<AuditFlags, 'id'>) =>
      run(async () => (await import('./commands/plugin/audit')).auditCommand, {
        ...options,
        ...(id !== undefined && { id }),
      }),
    )

  command('cleanup', 'Take away what is left of plugins that are gone, and of installations.', [
    'wireharp plugin cleanup --dry-run',
    'wireharp plugin cleanup',
  ])
    .option('--dry-run', 'only say what would go')
    .action((options: CleanupFlags) =>
      run(async () => (await import('./commands/plugin/audit')).cleanupCommand, options),
    )

  command('policy', 'Show what policy.yaml says that plugins may be and do on this machine.', [
    'wireharp plugin policy',
    'wireharp plugin policy --json',
  ]).action((options: JsonFlag) =>
    run(async () => (await import('./commands/plugin/policy')).policyCommand, options),
  )

  command('lint', 'Hold a plugin against good practice: security, performance, errors, docs.', [
    'wireharp plugin lint tremolo',
    'wireharp plugin lint . --json',
  ])
    .argument('[folder]', 'folder of the plugin', '.')
    .action((path: string, options: JsonFlag) =>
      run(async () => (await import('./commands/plugin/lint')).lintCommand, { ...options, path }),
    )

  command('bisect', 'Find the plugin that is to blame, by switching off half of them at a time.', [
    'wireharp plugin bisect start',
    'wireharp plugin bisect bad',
    'wireharp plugin bisect stop',
  ])
    .argument('[step]', 'start, good, bad, stop or status', 'status')
    .action((step: string, options: JsonFlag) =>
      run(async () => (await import('./commands/plugin/bisect')).bisectCommand, {
        ...options,
        step,
      }),
    )
}

export interface AuditFlags extends JsonFlag {
  readonly id?: string
  readonly unused: number
  readonly fix?: boolean
}
export interface CleanupFlags extends JsonFlag {
  readonly dryRun?: boolean
}

function parseDays(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It takes a number of days.')
}
