import { describe, expect, test } from 'vitest'
import type { ProjectEvent } from '#shared/contract'
import { unwrap } from '#shared/kit'
import {
  call,
  edit,
  savedProject,
  temporaryFolder,
  testStudio,
  title,
  transaction,
} from './testing'

const code = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '')

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
    let path: string
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
