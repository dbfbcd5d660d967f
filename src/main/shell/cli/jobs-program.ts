import type { Command } from 'commander'
import { commandGroup, type JsonFlag, type RunLater } from './command-parts'

const wishes = [
  ['cancel', 'Stop a job for good; what it made so far goes.'],
  ['pause', 'Stop a job for now; it keeps what it has.'],
  ['resume', 'Let a paused job go on from where it was.'],
  ['retry', 'Try a job again that failed or was cancelled.'],
] as const

/** `wireharp jobs …`: the long work of the app, seen and steered from outside. */
export function addJobsCommands(program: Command, run: RunLater): void {
  const { command } = commandGroup(
    program,
    'jobs',
    'See and steer long work: imports, stems, generated music.',
  )

  command('list', 'List the jobs, the newest first.', [
    'wireharp jobs list',
    'wireharp jobs list --json',
  ]).action((options: JsonFlag) =>
    run(async () => (await import('./commands/jobs/list')).list, options),
  )

  command('show', 'Print a job with its log.', ['wireharp jobs show 4fXk2mWq9aBc'])
    .argument('<id>', 'job, as `wireharp jobs list` names it')
    .action((id: string, options: JsonFlag) =>
      run(async () => (await import('./commands/jobs/show')).show, { ...options, id }),
    )

  for (const [wish, description] of wishes) {
    command(wish, description, [`wireharp jobs ${wish} 4fXk2mWq9aBc`])
      .argument('<id>', 'job, as `wireharp jobs list` names it')
      .action((id: string, options: JsonFlag) =>
        run(async () => (await import('./commands/jobs/steer')).steer, { ...options, id, wish }),
      )
  }
}
