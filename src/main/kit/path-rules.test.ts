import { describe, expect, test } from 'vitest'
import { PathSet, pathProblem } from './path-rules'

describe('S1-17 paths of a package', () => {
  test.each(['plugin.json', 'assets/a b.svg', 'docs/größe.md', 'x/.well-known/y', 'console.js'])(
    '%s may be',
    path => expect(pathProblem(path)).toBeUndefined(),
  )

  test.each([
    ...['../x', 'a/../../x', '..\\x', 'a\\..\\x', '%2e%2e/x', 'a/./b', 'a//b', 'x.', 'x ', ' x'],
    ...['/x', 'C:\\x', 'C:x', '\\\\srv\\x', '\\\\?\\x', 'file:x', ''],
    ...['CON', 'nul.txt', 'a/COM1', 'aux.tar.gz', 'LPT9', 'a:stream', 'x?', 'a*b'],
    ...['a\u202eb', 'a\u200bb', 'a\nb', 'a\0b', 'PROGRA~1', 'x/LONGNA~12.TXT'],
    ...['n'.repeat(256), 'd/'.repeat(130)],
  ])('Z01 Z02 Z05 %j may not be, on any system', path => {
    expect(pathProblem(path)).toBeDefined()
  })

  test.each([
    [['a', 'a']],
    [['A', 'a']],
    [['caf\u00e9', 'cafe\u0301']],
    [['a', 'a/b']],
    [['a/b', 'A']],
    [['a/b', 'A/c']],
    [['ﬁle', 'file']],
    [['straße', 'STRASSE']],
    [['straße', 'strasse']],
  ])('Z04 %j collide somewhere', paths => {
    const set = new PathSet()
    expect(paths.map(path => set.add(path).ok)).toEqual([true, false])
  })

  test('Z04 names that differ in more than case live together', () => {
    const set = new PathSet()
    expect(['a/b', 'a/c', 'ab', 'b/a'].every(path => set.add(path).ok)).toBe(true)
  })
})
