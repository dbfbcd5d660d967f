import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { call, edit, savedProject, temporaryFolder, testStudio, title } from './testing'

const code = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '')

describe('E-04 history', () => {
  test('gestures are undone together, and history survives a restart with its redo', async () => {
    using home = temporaryFolder()
    let path: string
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
    let path: string
    {
      await using studio = testStudio(home.path)
      const state = await savedProject(studio, home.path)
      path = state.path
      for (let step = 0; step < 10_000; step += 100) {
        const some = Array.from({ length: 100 }, (_, index) =>
          edit(studio, state.project, [title(`Title ${step + index}`)]),
        )
        for (const edited of await Promise.all(some)) unwrap(edited)
      }
    }
    await using studio = testStudio(home.path)
    const begin = performance.now()
    const state = unwrap(await studio.projects.open({ path }, call))
    expect(performance.now() - begin).toBeLessThan(1000)
    expect([state.document.title, state.recoveredEdits]).toEqual(['Title 9999', 10_000])
  })
})
