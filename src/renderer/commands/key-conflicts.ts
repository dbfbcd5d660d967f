import { normalizeKeys } from '../kit'
import { keysOf, type Command } from './command'

/**
 * Pairs of commands that one combination of keys would have to choose between. Commands of different areas never
 * meet; one of an area and one of the whole app do.
 */
export function keyConflicts(commands: readonly Command[]): readonly string[] {
  const owners = new Map<string, Command[]>()
  const conflicts: string[] = []
  for (const command of commands) {
    for (const keys of new Set(keysOf(command).map(normalizeKeys))) {
      const others = owners.get(keys) ?? []
      for (const other of others) {
        if (meet(command, other)) conflicts.push(`${keys}: ${other.id} and ${command.id}`)
      }
      owners.set(keys, [...others, command])
    }
  }
  return conflicts
}

function meet({ area: a }: Command, { area: b }: Command): boolean {
  return a === undefined || b === undefined || a === b
}
