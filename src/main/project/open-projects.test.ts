import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { ownStamp } from '../kit'
import { call, edit, put, savedProject, temporaryFolder, testStudio, title } from './testing'

/** As a run leaves it that was killed. */
function leaveLock(path: string): void {
  put(`${path}.lock`, JSON.stringify({ ...ownStamp(), pid: 2 ** 22 + 1, nonce: 'gone' }))
}

describe('E-20 open projects', () => {
  test('what nobody closed is listed, also after a restart', async () => {
    using home = temporaryFolder()
    const paths: string[] = []
    {
      await using studio = testStudio(home.path)
      for (const name of ['One', 'Two', 'Three']) {
        const { project, path } = unwrap(await studio.projects.create({}, call))
        await edit(studio, project, [title(name)])
        paths.push(path)
        if (name === 'Two') unwrap(await studio.projects.close({ project }, call))
      }
      const open = unwrap(await studio.projects.listOpen({}, call))
      expect(open.map(item => item.title)).toEqual(['One', 'Three'])
    }
    await using studio = testStudio(home.path)
    const open = unwrap(await studio.projects.listOpen({}, call))
    expect(open.map(item => [item.path, item.project])).toEqual([
      [paths[0], undefined],
      [paths[2], undefined],
    ])
  })

  test('closing a tab keeps its edits, and leaves it to a window that still shows it', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, path } = unwrap(await studio.projects.create({}, call))
    await edit(studio, project, [title('Kept')])
    const stop = new AbortController()
    const watching = studio.projects.watch({ project }, { signal: stop.signal })
    await watching.next()
    unwrap(await studio.projects.close({ project, unlessShown: true }, call))
    expect(unwrap(await studio.projects.state({ project }, call)).document.title).toBe('Kept')
    stop.abort()
    await watching.return(undefined)
    unwrap(await studio.projects.close({ project, unlessShown: true }, call))
    expect(unwrap(await studio.projects.listOpen({}, call))).toEqual([])
    const again = unwrap(await studio.projects.open({ path }, call))
    expect(again.document.title).toBe('Kept')
    expect(again.undo).toBeDefined()
  })

  test('after a crash the file, the edits or both can be had, and nothing is lost', async () => {
    using home = temporaryFolder()
    let path: string
    {
      await using studio = testStudio(home.path)
      const saved = await savedProject(studio, home.path)
      const { project } = saved
      path = saved.path
      await edit(studio, project, [title('Edited')])
    }
    {
      await using studio = testStudio(home.path)
      const calm = unwrap(await studio.projects.open({ path }, call))
      expect([calm.recoveredEdits, calm.crashed]).toEqual([1, undefined])
    }
    leaveLock(path)
    await using studio = testStudio(home.path)
    const state = unwrap(await studio.projects.open({ path }, call))
    const { project } = state
    expect([state.recoveredEdits, state.crashed]).toEqual([1, true])
    expect(state.document.title).toBe('Edited')

    const beside = unwrap(await studio.projects.openFileBeside({ project }, call))
    expect(beside.document.title).toMatch(/\(as saved\)$/)
    expect(beside.path).not.toBe(path)
    expect(existsSync(beside.path)).toBe(true)
    expect(unwrap(await studio.projects.state({ project }, call)).document.title).toBe('Edited')

    unwrap(await studio.projects.revertToFile({ project }, call))
    const reverted = unwrap(await studio.projects.state({ project }, call))
    expect(reverted.document.title).not.toBe('Edited')
    expect([reverted.undo, reverted.crashed]).toEqual(['Back to the saved file', undefined])
    unwrap(await studio.projects.undo({ project }, call))
    expect(unwrap(await studio.projects.state({ project }, call)).document.title).toBe('Edited')
  })
})
