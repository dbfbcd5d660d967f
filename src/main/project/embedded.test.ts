import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { call, temporaryFolder, testStudio, withSound } from './testing'

describe('D-04 opening the project in a sound', () => {
  test('it opens as a draft of its own, with the sounds that lie beside the file', async () => {
    using home = temporaryFolder()
    const folder = join(home.path, 'songs')
    const { project, asset } = withSound(folder)
    await using studio = testStudio(home.path)
    const path = join(folder, 'song.wav')
    const input = { text: canonicalJson(project), path }
    const state = unwrap(await studio.projects.openEmbedded(input, call))
    expect(state).toMatchObject({ draft: true, problems: [] })
    expect(state.document).toEqual({ ...project, id: state.document.id })
    expect(state.document.id).not.toBe(project.id)
    expect(Object.keys(state.document.assets)).toEqual([asset.sha256])
  })

  test('sounds that are nowhere, or are others by the same name, are missing on their players', async () => {
    using home = temporaryFolder()
    const folder = join(home.path, 'songs')
    const { project, asset } = withSound(folder)
    await using studio = testStudio(home.path)
    const text = canonicalJson(project)
    const alone = unwrap(await studio.projects.openEmbedded({ text }, call))
    expect(alone.problems.map(({ code }) => code)).toContain('asset-missing')
    mkdirSync(join(home.path, 'other/audio'), { recursive: true })
    renameSync(join(folder, asset.path), join(home.path, 'other/audio/else.wav'))
    const input = { text, path: join(home.path, 'other/song.wav') }
    const other = unwrap(await studio.projects.openEmbedded(input, call))
    expect(other.problems.map(({ code }) => code)).toContain('asset-missing')
  })

  test.each([
    ['project-not-json', '{'],
    ['project-not-json', '[]'],
    ['project-invalid', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['project-not-json', '{"__proto__": {}}'],
    ['project-invalid', canonicalJson({ ...emptyProject('p', 'x'), title: 5 })],
    ['project-version-newer', canonicalJson({ ...emptyProject('p', 'x'), version: 99 })],
  ])('%s: %s', async (code, text) => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const opened = await studio.projects.openEmbedded({ text }, call)
    expect(opened.ok ? 'ok' : opened.error.code).toBe(code)
  })
})
