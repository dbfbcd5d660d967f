import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstEdits, randomTransactions } from '#shared/graph/testing'
import { canonicalJson, unwrap } from '#shared/kit'
import { call, edit, savedProject, temporaryFolder, testStudio, type TestStudio } from './testing'

const LENGTH = 120

const now = (studio: TestStudio, project: string) =>
  canonicalJson(unwrap(studio.projects.opened(project)).document)

/**
 * Undoes or redoes until there is no more; how often. Each document on the way is one that there was: at the end
 * of the way alone a field that an undo forgets is gone with the node that it belonged to.
 */
async function all(
  studio: TestStudio,
  project: string,
  way: 'undo' | 'redo',
  known: ReadonlySet<string>,
): Promise<number> {
  for (let steps = 0; ; steps++) {
    const done = await studio.projects[way]({ project }, call)
    if (done.ok) {
      expect(known.has(now(studio, project)), `${way} ${steps + 1} leads to a known document`).toBe(
        true,
      )
      continue
    }
    expect(done.error.code).toBe(`nothing-to-${way}`)
    return steps
  }
}

describe('E-04 undo of everything, across restarts', () => {
  test('E-04 random edits of every kind: undone and redone to the byte after the app was quit', async () => {
    const [transactions = []] = fc.sample(randomTransactions(LENGTH), { numRuns: 1, seed: 4 })
    using home = temporaryFolder()
    let path: string
    let before: string
    let middle: string
    const known = new Set<string>()
    {
      await using studio = testStudio(home.path)
      const state = await savedProject(studio, home.path)
      path = state.path
      before = now(studio, state.project)
      known.add(before)
      unwrap(await edit(studio, state.project, [...firstEdits]))
      known.add(now(studio, state.project))
      for (const transaction of transactions) {
        const { revision: base } = unwrap(studio.projects.opened(state.project))
        await studio.projects.edit({ project: state.project, base, transaction }, call)
        known.add(now(studio, state.project))
      }
      middle = now(studio, state.project)
    }
    expect(middle).toContain('"groups": {\n      "g')
    let undone: number
    {
      await using studio = testStudio(home.path)
      const { project, recoveredEdits } = unwrap(await studio.projects.open({ path }, call))
      expect(recoveredEdits).toBeGreaterThan(20)
      expect(now(studio, project)).toBe(middle)
      const history = unwrap(await studio.projects.history({ project }, call))
      undone = await all(studio, project, 'undo', known)
      expect(undone).toBe(history.length)
      expect(history.every(({ label }) => label !== '')).toBe(true)
      expect(now(studio, project)).toBe(before)
    }
    await using studio = testStudio(home.path)
    const { project } = unwrap(await studio.projects.open({ path }, call))
    expect(now(studio, project)).toBe(before)
    expect(await all(studio, project, 'redo', known)).toBe(undone)
    expect(now(studio, project)).toBe(middle)
  })
})
