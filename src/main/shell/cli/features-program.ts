import type { Command } from 'commander'
import { commandGroup, type JsonFlag, type RunLater } from './command-parts'

/** `wireharp features …`: what is large, and comes when it is asked for. */
export function addFeaturesCommands(program: Command, run: RunLater): void {
  const about = 'See, add and remove parts that not every machine needs.'
  const { command } = commandGroup(program, 'features', about)
  command('list', 'List the parts, and which are here.', ['wireharp features list']).action(
    (options: JsonFlag) =>
      run(async () => (await import('./commands/features')).listCommand, options),
  )
  for (const adds of [true, false]) {
    const name = adds ? 'add' : 'remove'
    const what = adds ? 'Fetch a part that is not here.' : 'Take a part away; all else works on.'
    command(name, what, [`wireharp features ${name} ai`])
      .argument('<id>', 'part, as `wireharp features list` names it')
      .action((id: string, options: JsonFlag) =>
        run(async () => (await import('./commands/features')).changeCommand, {
          ...options,
          id,
          adds,
        }),
      )
  }
}
