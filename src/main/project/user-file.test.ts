import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import {
  call,
  edit,
  put,
  savedProject,
  temporaryFolder,
  testStudio,
  title,
  withSound,
} from './testing'

const code = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '')

describe('I5 the file of the user', () => {
  test('a file that was changed outside wins, and the old history is kept', async () => {
    using home = temporaryFolder()
    let path: string
    {
      await using studio = testStudio(home.path)
      const state = await savedProject(studio, home.path)
      path = state.path
      await edit(studio, state.project, [title('mine')])
    }
    writeFileSync(path, canonicalJson(emptyProject('theirs', 'Theirs')))
    await using studio = testStudio(home.path)
    const state = unwrap(await studio.projects.open({ path }, call))
    expect([state.document.title, state.recoveredEdits, state.undo]).toEqual([
      'Theirs',
      0,
      undefined,
    ])
    // Back to the old bytes: the old history is still there in the log, though not in use.
    expect(unwrap(studio.store.editLog.heads(1)).length).toBe(1)
  })

  test('a save refuses over a file that was changed meanwhile; save under another name works', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, path } = await savedProject(studio, home.path)
    await edit(studio, project, [title('mine')])
    const theirs = canonicalJson(emptyProject('theirs', 'Theirs'))
    writeFileSync(path, theirs)
    expect(code(await studio.projects.save({ project }, call))).toBe('project-changed-on-disk')
    expect(readFileSync(path, 'utf8')).toBe(theirs)
    const other = join(path, '../new folder/other')
    expect(code(await studio.projects.saveAs({ project, path: other, replace: false }, call))).toBe(
      'ok',
    )
  })

  test('a project that was deleted is written anew', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, path } = await savedProject(studio, home.path)
    rmSync(path)
    expect(code(await studio.projects.save({ project }, call))).toBe('ok')
    expect(existsSync(path)).toBe(true)
  })

  test.each([
    [
      'of a newer version',
      '{"format": "wireharp-project", "version": 99}',
      'project-version-newer',
    ],
    ['that is broken', '{"format": "wireharp', 'project-not-json'],
  ])('J06 J10 a project %s is neither opened nor overwritten', async (_, text, expected) => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project } = await savedProject(studio, home.path)
    const path = put(join(home.path, 'songs/other.wireharp'), text)
    expect(code(await studio.projects.open({ path }, call))).toBe(expected)
    expect(code(await studio.projects.saveAs({ project, path, replace: true }, call))).toBe(
      expected,
    )
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(join(home.path, 'songs')).toSorted()).toEqual([
      'other.wireharp',
      'song.wireharp',
      'song.wireharp.lock',
    ])
  })

  test('nothing is replaced unless it was said', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { path } = await savedProject(studio, home.path, 'one')
    const { project } = await savedProject(studio, home.path, 'two')
    const before = readFileSync(path, 'utf8')
    await edit(studio, project, [title('two')])
    expect(code(await studio.projects.saveAs({ project, path, replace: true }, call))).toBe(
      'project-locked',
    )
    const one = unwrap(await studio.projects.open({ path }, call))
    unwrap(await studio.projects.close({ project: one.project }, call))
    expect(code(await studio.projects.saveAs({ project, path, replace: false }, call))).toBe(
      'file-exists',
    )
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(code(await studio.projects.saveAs({ project, path, replace: true }, call))).toBe('ok')
    expect(readFileSync(path, 'utf8')).toContain('"two"')
  })
})

describe('J08 paths', () => {
  test('only regular files of a sane size with our extension are opened', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const at = (name: string): string => join(home.path, name)
    mkdirSync(at('folder.wireharp'))
    symlinkSync('/dev/zero', at('device.wireharp'))
    put(at('text.txt'), '{}')
    put(at('utf16.wireharp'), Buffer.from('\ufeff{}', 'utf16le'))
    put(at('huge.wireharp'), Buffer.alloc(65 * 1024 * 1024, '['))
    const outcomes = await Promise.all(
      [
        'folder.wireharp',
        'device.wireharp',
        'text.txt',
        'utf16.wireharp',
        'huge.wireharp',
        'none.wireharp',
        'n\0.wireharp',
      ].map(async name => code(await studio.projects.open({ path: at(name) }, call))),
    )
    expect(outcomes).toEqual([
      'file-unreadable',
      'file-unreadable',
      'path-refused',
      'project-not-json',
      'project-too-large',
      'file-not-found',
      'file-unreadable',
    ])
  })

  test('a byte-order mark is read over, and a link is the project that it leads to', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const path = put(
      join(home.path, 'a.wireharp'),
      `\ufeff${canonicalJson(emptyProject('a', 'A'))}`,
    )
    symlinkSync(path, join(home.path, 'b.wireharp'))
    const first = unwrap(await studio.projects.open({ path }, call))
    const second = unwrap(await studio.projects.open({ path: join(home.path, 'b.wireharp') }, call))
    expect(second.project).toBe(first.project)
  })

  test('missing, changed and escaping sounds are named on their node, and the project opens', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, asset } = withSound(home.path)
    const path = put(join(home.path, 'a.wireharp'), canonicalJson(project))
    const state = unwrap(await studio.projects.open({ path }, call))
    const problems = async () => unwrap(await studio.projects.state(state, call)).problems
    const file = join(home.path, asset.path)
    expect(state.problems).toEqual([])
    rmSync(file)
    expect(await problems()).toMatchObject([{ code: 'asset-missing', node: 'a' }])
    put(join(home.path, 'longer'), 'another sound')
    writeFileSync(file, 'another sound')
    expect(await problems()).toMatchObject([{ code: 'asset-changed', node: 'a' }])
    rmSync(file)
    symlinkSync('/etc/hostname', file)
    expect(await problems()).toMatchObject([{ code: 'asset-missing', node: 'a' }])
    rmSync(file)
    mkdirSync(file)
    expect(await problems()).toMatchObject([{ code: 'asset-missing', node: 'a' }])
    rmSync(file, { recursive: true })
    put(file, 'sound')
    expect(await problems()).toEqual([])
  })
})
