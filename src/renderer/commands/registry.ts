import { create } from 'zustand'
import { isEnabled, type Command, type Place } from './command'

interface Registry {
  readonly commands: readonly Command[]
  readonly byId: ReadonlyMap<string, Command>
}

export const useCommands = create<Registry>(() => ({ commands: [], byId: new Map() }))

/** Makes these the commands of the app. */
export function setCommands(commands: readonly Command[]): void {
  const byId = new Map(commands.map(command => [command.id, command]))
  if (byId.size < commands.length) throw new Error('Two commands have the same id.')
  useCommands.setState({ commands, byId })
}

/** Commands that come later, with a part of the app that is loaded when it is first needed. */
export function addCommands(commands: readonly Command[]): void {
  const known = useCommands.getState()
  const more = commands.filter(command => !known.byId.has(command.id))
  if (more.length > 0) setCommands([...known.commands, ...more])
}

/** One of the commands, or of the choices of one. */
export function commandById(id: string): Command | undefined {
  const { byId, commands } = useCommands.getState()
  const known = byId.get(id)
  if (known !== undefined) return known
  const parent = commands.find(({ id: of, choices }) => choices && id.startsWith(`${of}.`))
  return parent?.choices?.().find(choice => choice.id === id)
}

/** Does it, where it can be done now; whether it could. */
export function runCommand(id: string, place?: Place): boolean {
  const command = commandById(id)
  if (command === undefined || !isEnabled(command)) return false
  void command.run(place)
  return true
}
