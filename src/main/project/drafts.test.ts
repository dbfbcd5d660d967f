import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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

describe('drafts, templates and recent projects', () => {
  test('the first start shows a copy of the demo, the next one what was open last', async () => {
    using home = temporaryFolder()
    const demos = join(home.path, 'resources/demos')
    const { project: demo, asset } = withSound(demos)
    put(join(demos, 'first.wireharp'), canonicalJson(demo))
    let path: string
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
