import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyProject, parseProject } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { createProjectFile } from '.'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wireharp-new-'))
  await mkdir(join(folder, 'resources/templates'), { recursive: true })
  await mkdir(join(folder, 'resources/demos'))
  const beat = canonicalJson({ ...emptyProject('beat', 'Beat'), sampleRate: 44_100 })
  await writeFile(join(folder, 'resources/templates/beat.wireharp'), beat)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const create = (name: string, template?: string) =>
  createProjectFile({
    path: join(folder, name),
    resources: join(folder, 'resources'),
    ...(template !== undefined && { template }),
  })
const read = async (path: string) => unwrap(parseProject(await readFile(path, 'utf8')))

test('an empty project is named after its file', async () => {
  const path = unwrap(await create('first song'))
  expect(path.endsWith('first song.wireharp')).toBe(true)
  expect(await read(path)).toMatchObject({ title: 'first song', sampleRate: 48_000 })
})

test('a template is copied under a new id', async () => {
  const document = await read(unwrap(await create('song.wireharp', 'beat')))
  expect(document).toMatchObject({ title: 'song', sampleRate: 44_100 })
  expect(document.id).not.toBe('beat')
})

test('no file is replaced, not even one that is no project', async () => {
  await writeFile(join(folder, 'notes.wireharp'), 'mine')
  expect(await create('notes.wireharp')).toMatchObject({ error: { code: 'file-exists' } })
  expect(await readFile(join(folder, 'notes.wireharp'), 'utf8')).toBe('mine')
})

test('an unknown template names those that there are', async () => {
  const made = await create('a.wireharp', 'wobble')
  expect(made).toMatchObject({ error: { code: 'template-unknown' } })
  expect(made.ok || made.error.message).toContain('beat')
})
