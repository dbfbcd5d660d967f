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
import type { ProjectEvent } from '#shared/contract'
import { emptyProject, type Asset, type Project } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { sha256 } from '../kit'
import {
  call,
  edit,
  put,
  savedProject,
  temporaryFolder,
  testStudio,
  title,
  transaction,
} from './testing'

const code = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '')

/** A project file with one sound that `a` plays. */
function withSound(folder: string, bytes = 'sound'): { project: Project; asset: Asset } {
  const hash = sha256(bytes)
  const asset: Asset = {
    sha256: hash,
    name: 's.wav',
    path: 'audio/s.wav',
    bytes: bytes.length,
    sampleRate: 48_000,
    channels: 1,
    frames: 1,
  }
  const empty = emptyProject('sound', 'Sound')
  const player = {
    id: 'a',
    type: 'player/player',
    position: { x: 0, y: 0 },
    params: { sound: hash },
  }
  const project = {
    ...empty,
    graph: { ...empty.graph, nodes: { ...empty.graph.nodes, a: player } },
    assets: { [hash]: asset },
  }
  put(join(folder, 'audio/s.wav'), bytes)
  return { project, asset }
}

describe('E-04 history', () => {
  test('gestures are undone together, and history survives a restart with its redo', async () => {
    using home = temporaryFolder()
    let path = ''
    {
      await using studio = testStudio(home.path)
      const state = await savedProject(studio, home.path)
      path = state.path
      const { project } = state
      await edit(studio, project, [title('one')])
      for (const text of ['a', 'b', 'c']) await edit(studio, project, [title(text)], 'drag')
      await edit(studio, project, [title('last')])
      unwrap(await studio.projects.undo({ project }, call))
      unwrap(await studio.projects.undo({ project }, call))
      expect(unwrap(studio.projects.opened(project)).document.title).toBe('one')
    }
    await using studio = testStudio(home.path)
    const state = unwrap(await studio.projects.open({ path }, call))
    const { project } = state
    expect(state).toMatchObject({ saved: false, recoveredEdits: 7, revision: 7 })
    expect(state.document.title).toBe('one')
    const history = unwrap(await studio.projects.history({ project }, call))
    expect(history.map(entry => entry.done)).toEqual([true, false, false])
    unwrap(await studio.projects.redo({ project }, call))
    expect(unwrap(studio.projects.opened(project)).document.title).toBe('c')
    unwrap(await studio.projects.redo({ project }, call))
    expect(unwrap(studio.projects.opened(project)).document.title).toBe('last')
    expect(code(await studio.projects.redo({ project }, call))).toBe('nothing-to-redo')
    for (let step = 0; step < 3; step++) unwrap(await studio.projects.undo({ project }, call))
    expect(code(await studio.projects.undo({ project }, call))).toBe('nothing-to-undo')
    expect(unwrap(await studio.projects.state({ project }, call)).saved).toBe(true)
  })

  test('undo goes past the last save, and back to it counts as saved', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project } = await savedProject(studio, home.path)
    await edit(studio, project, [title('one')])
    unwrap(await studio.projects.save({ project }, call))
    unwrap(await studio.projects.undo({ project }, call))
    const undone = unwrap(await studio.projects.state({ project }, call))
    expect([undone.document.title, undone.saved]).toEqual(['Untitled', false])
    unwrap(await studio.projects.redo({ project }, call))
    expect(unwrap(await studio.projects.state({ project }, call)).saved).toBe(true)
  })

  test('a new edit forgets what was undone; one without effect does not', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project } = await savedProject(studio, home.path)
    await edit(studio, project, [title('one')])
    unwrap(await studio.projects.undo({ project }, call))
    await edit(studio, project, [title('Untitled')])
    expect(unwrap(await studio.projects.state({ project }, call)).redo).toBeDefined()
    await edit(studio, project, [title('two')])
    expect(unwrap(await studio.projects.state({ project }, call)).redo).toBeUndefined()
  })

  test('10,000 edits open again in under a second', async () => {
    using home = temporaryFolder()
    let path = ''
    {
      await using studio = testStudio(home.path)
      const state = await savedProject(studio, home.path)
      path = state.path
      for (let step = 0; step < 10_000; step++) {
        unwrap(await edit(studio, state.project, [title(`Title ${step}`)]))
      }
    }
    await using studio = testStudio(home.path)
    const begin = performance.now()
    const state = unwrap(await studio.projects.open({ path }, call))
    expect(performance.now() - begin).toBeLessThan(1000)
    expect([state.document.title, state.recoveredEdits]).toEqual(['Title 9999', 10_000])
  })
})

describe('edits of several clients', () => {
  test('an edit on an older base is accepted where it still fits, else it is a conflict', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, revision: base } = await savedProject(studio, home.path)
    const add = (id: string) =>
      transaction([
        {
          kind: 'add-node' as const,
          node: { id, type: 'gain/gain', position: { x: 0, y: 0 }, params: {} },
        },
      ])
    expect(
      unwrap(await studio.projects.edit({ project, base, transaction: add('a') }, call)).revision,
    ).toBe(base + 1)
    expect(
      unwrap(await studio.projects.edit({ project, base, transaction: add('b') }, call)).revision,
    ).toBe(base + 2)
    expect(code(await studio.projects.edit({ project, base, transaction: add('a') }, call))).toBe(
      'edit-conflict',
    )
    expect(
      code(await studio.projects.edit({ project, base: base + 2, transaction: add('a') }, call)),
    ).toBe('edit-invalid')
    expect(
      code(await studio.projects.edit({ project, base: base + 9, transaction: add('c') }, call)),
    ).toBe('edit-conflict')
  })

  test('a transaction that is sent again is not done again, not even after a restart', async () => {
    using home = temporaryFolder()
    const sent = transaction([title('once')])
    let path = ''
    {
      await using studio = testStudio(home.path)
      const state = await savedProject(studio, home.path)
      path = state.path
      const args = { project: state.project, base: 0, transaction: sent }
      expect(unwrap(await studio.projects.edit(args, call)).revision).toBe(1)
      expect(unwrap(await studio.projects.edit(args, call)).revision).toBe(1)
    }
    await using studio = testStudio(home.path)
    const { project } = unwrap(await studio.projects.open({ path }, call))
    expect(
      unwrap(await studio.projects.edit({ project, base: 0, transaction: sent }, call)).revision,
    ).toBe(1)
    expect(unwrap(studio.projects.opened(project)).revision).toBe(1)
  })

  test('every watcher hears the same, from a state on; closing ends them', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project } = await savedProject(studio, home.path)
    const heard = async (): Promise<ProjectEvent[]> => {
      const events: ProjectEvent[] = []
      for await (const event of studio.projects.watch({ project }, call)) events.push(event)
      return events
    }
    const both = [heard(), heard()]
    await edit(studio, project, [title('one')])
    unwrap(await studio.projects.undo({ project }, call))
    unwrap(await studio.projects.save({ project }, call))
    unwrap(await studio.projects.close({ project }, call))
    const [first = [], second] = await Promise.all(both)
    expect(first.map(event => event.kind)).toEqual([
      'reset',
      'patched',
      'patched',
      'saved',
      'closed',
    ])
    expect(second).toEqual(first)
  })

  test('a watcher that is too slow starts anew and ends where the document is', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project } = await savedProject(studio, home.path)
    const stream = studio.projects.watch({ project }, call)
    await stream.next()
    for (let step = 0; step < 1000; step++) await edit(studio, project, [title(`Title ${step}`)])
    const next = await stream.next()
    expect(next.value).toMatchObject({ kind: 'reset', state: { revision: 1000 } })
    await edit(studio, project, [title('after')])
    expect((await stream.next()).value).toMatchObject({ kind: 'patched', revision: 1001 })
    await stream.return()
  })

  test('a watcher of nothing hears that it is closed, and one that is aborted ends', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    expect((await studio.projects.watch({ project: 'none' }, call).next()).value).toEqual({
      kind: 'closed',
    })
    const { project } = await savedProject(studio, home.path)
    const stop = new AbortController()
    const stream = studio.projects.watch({ project }, { signal: stop.signal })
    await stream.next()
    const next = stream.next()
    stop.abort()
    expect((await next).done).toBe(true)
  })
})

describe('I5 the file of the user', () => {
  test('a file that was changed outside wins, and the old history is kept', async () => {
    using home = temporaryFolder()
    let path = ''
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

describe('drafts, templates and recent projects', () => {
  test('the first start shows a copy of the demo, the next one what was open last', async () => {
    using home = temporaryFolder()
    const demos = join(home.path, 'resources/demos')
    const { project: demo, asset } = withSound(demos)
    put(join(demos, 'first.wireharp'), canonicalJson(demo))
    let path = ''
    {
      await using studio = testStudio(home.path)
      const state = unwrap(await studio.projects.start({}, call))
      path = state.path
      expect(state).toMatchObject({ draft: true, saved: true, problems: [] })
      expect(state.document.id).not.toBe(demo.id)
      expect(existsSync(join(path, '..', asset.path))).toBe(true)
    }
    await using studio = testStudio(home.path)
    expect(unwrap(await studio.projects.start({}, call)).path).toBe(path)
  })

  test('a draft that is saved under a name moves there with its sounds and its undo', async () => {
    using home = temporaryFolder()
    const templates = join(home.path, 'resources/templates')
    const { project: template, asset } = withSound(templates)
    put(join(templates, 'band.wireharp'), canonicalJson(template))
    await using studio = testStudio(home.path)
    const { project, path: draft } = unwrap(
      await studio.projects.create({ template: 'band' }, call),
    )
    await edit(studio, project, [title('Mine')])
    mkdirSync(join(home.path, 'songs'))
    const target = join(home.path, 'songs/mine.wireharp')
    unwrap(await studio.projects.saveAs({ project, path: target, replace: false }, call))
    expect(existsSync(join(home.path, 'songs', asset.path))).toBe(true)
    expect(existsSync(join(draft, '..'))).toBe(false)
    expect(unwrap(await studio.projects.recent({}, call))).toMatchObject([
      { path: target, title: 'Mine', exists: true },
    ])
    unwrap(await studio.projects.undo({ project }, call))
    expect(unwrap(await studio.projects.state({ project }, call))).toMatchObject({
      draft: false,
      saved: false,
      problems: [],
    })
  })

  test('an untouched draft goes when it is closed; one with work in it stays', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const first = unwrap(await studio.projects.create({}, call))
    const second = unwrap(await studio.projects.create({}, call))
    await edit(studio, second.project, [title('Work')])
    unwrap(await studio.projects.close({ project: first.project }, call))
    unwrap(await studio.projects.close({ project: second.project }, call))
    expect([existsSync(first.path), existsSync(second.path)]).toEqual([false, true])
    expect(unwrap(await studio.projects.open({ path: second.path }, call)).document.title).toBe(
      'Work',
    )
  })

  test.each(['none', '../resources/templates/x', '__proto__', ''])(
    'no template “%s”',
    async template => {
      using home = temporaryFolder()
      await using studio = testStudio(home.path)
      expect(code(await studio.projects.create({ template }, call))).toBe('template-unknown')
    },
  )

  test('an open project is not open twice, and a closed one says so', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, path } = await savedProject(studio, home.path)
    const [a, b] = await Promise.all([
      studio.projects.open({ path }, call),
      studio.projects.open({ path }, call),
    ])
    expect([unwrap(a).project, unwrap(b).project]).toEqual([project, project])
    unwrap(await studio.projects.close({ project }, call))
    expect(code(await studio.projects.save({ project }, call))).toBe('project-not-open')
    expect(code(studio.projects.opened(project))).toBe('project-not-open')
  })
})
