import { describe, expect, test } from 'vitest'
import { appMenus, isEnabled, keyConflicts, keysOf, type Command, type MenuItem } from '../commands'
import { allCommands } from './all-commands'

describe('E-19 commands', () => {
  test('no combination of keys asks for two things at once', () => {
    expect(keyConflicts(allCommands)).toEqual([])
  })

  test('two commands with the same keys are a conflict, unless they belong to different areas', () => {
    const command = (id: string, area?: string): Command => ({
      id,
      title: id,
      group: 'Edit',
      keys: 'Shift+Mod+x',
      ...(area !== undefined && { area }),
      run: () => {},
    })
    expect(keyConflicts([command('a', 'canvas'), command('b', 'timeline')])).toEqual([])
    expect(keyConflicts([command('a', 'canvas'), command('b', 'canvas')])).toHaveLength(1)
    expect(keyConflicts([command('a', 'canvas'), command('b')])).toEqual(['Mod+Shift+X: a and b'])
  })

  test('what holds while text is typed needs a modifier, else the letter could not be typed', () => {
    const bare = allCommands.filter(
      command =>
        command.whileTyping === true && !keysOf(command).every(keys => keys.includes('Mod')),
    )
    expect(bare.map(({ id }) => id)).toEqual([])
  })

  test('ids are unique', () => {
    const ids = allCommands.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('whether a command can be done may be asked before a project is open', () => {
    expect(() => allCommands.filter(isEnabled)).not.toThrow()
  })

  test('the menus hold commands that there are', () => {
    const known = new Set(allCommands.map(({ id }) => id))
    const named = appMenus.flatMap(({ items }) => idsOf(items))
    expect(named.filter(id => !known.has(id))).toEqual([])
  })
})

function idsOf(items: readonly MenuItem[]): string[] {
  return items.flatMap(item =>
    typeof item === 'string' ? (item === '—' ? [] : [item]) : idsOf(item.items),
  )
}
