import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseProject } from '#shared/graph'
import { unwrap } from '#shared/kit'
import { call, edit, savedProject, temporaryFolder, testStudio } from './testing'

const lockIn = (path: string) => unwrap(parseProject(readFileSync(path, 'utf8'))).plugins

test('E-20 a saved project knows what its plugins and their nodes are called, also where they are not here any more', async () => {
  using home = temporaryFolder()
  const path = join(home.path, 'songs/song.wireharp')
  {
    await using studio = testStudio(home.path, undefined, id => `The ${id}`)
    const saved = await savedProject(studio, home.path)
    const node = { id: 'a', type: 'gain/gain', position: { x: 0, y: 0 }, params: {} }
    unwrap(await edit(studio, saved.project, [{ kind: 'add-node', node }]))
    unwrap(await studio.projects.save({ project: saved.project }, call))
    const { gain } = lockIn(path)
    expect(gain).toMatchObject({ name: 'The gain', nodes: { gain: 'gain/gain' } })
  }
  // As on a machine that has no such plugin.
  const document = unwrap(parseProject(readFileSync(path, 'utf8')))
  const { a } = document.graph.nodes
  const { gain = { version: '1.0.0' } } = document.plugins
  if (a !== undefined) a.type = 'echo/gain'
  writeFileSync(path, JSON.stringify({ ...document, plugins: { echo: gain } }))
  const lock = lockIn(path)
  await using studio = testStudio(home.path)
  const { project, problems } = unwrap(await studio.projects.open({ path }, call))
  expect(problems.map(({ message }) => message).join()).toContain('of “The gain”')
  const title = { kind: 'set-title', title: 'Again' } as const
  unwrap(await edit(studio, project, [title]))
  unwrap(await studio.projects.save({ project }, call))
  expect(lockIn(path)['echo']).toEqual(lock['echo'])
})
