import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { sha256 } from '../kit'
import {
  call,
  edit,
  failingFiles,
  put,
  temporaryFolder,
  testStudio,
  throwErrno,
  title,
  type Fault,
} from './testing'

const sounds = ['one', 'two']
const withSounds: Project = {
  ...emptyProject('p', 'old'),
  assets: Object.fromEntries(
    sounds.map(name => [
      sha256(name),
      {
        sha256: sha256(name),
        name: `${name}.wav`,
        path: `audio/${name}.wav`,
        bytes: name.length,
        sampleRate: 48_000,
        channels: 1,
        frames: 1,
      },
    ]),
  ),
}

/** Temporary files below a folder. */
const leftBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.includes('.tmp'))

/** A save during which one call fails, then one with all well; whether a call failed. */
async function saveTwice(kind: string, fault: Fault, code: string): Promise<boolean> {
  using home = temporaryFolder()
  const path = put(join(home.path, 'song.wireharp'), canonicalJson(withSounds))
  for (const name of sounds) put(join(home.path, `audio/${name}.wav`), name)
  await using studio = testStudio(home.path, failingFiles(fault))
  const { project } = unwrap(await studio.projects.open({ path }, call))
  unwrap(await edit(studio, project, [title('new')]))
  const target = kind === 'save' ? path : join(home.path, 'to/other.wireharp')
  const save = () =>
    kind === 'save'
      ? studio.projects.save({ project }, call)
      : studio.projects.saveAs({ project, path: target, replace: false }, call)
  fault.armed = true
  const saved = await save()
  fault.armed = false
  // The failure is named, the old file is whole, the document has its edit.
  const after = [saved.ok ? 'ok' : saved.error.code, readFileSync(path, 'utf8')]
  if (!saved.ok) expect(after).toEqual([code, canonicalJson(withSounds)])
  expect(unwrap(studio.projects.opened(project)).document.title).toBe('new')
  // With space again it works, and nothing of the first try is left.
  if (!saved.ok) unwrap(await save())
  expect(readFileSync(target, 'utf8')).toContain('"new"')
  unwrap(await studio.projects.undo({ project }, call))
  unwrap(await studio.projects.close({ project }, call))
  unwrap(await studio.projects.open({ path: target }, call))
  expect(leftBelow(home.path)).toEqual([])
  return fault.count >= fault.k
}

describe.each(['save', 'saveAs'])('F06 F07 each call of %s fails once', kind => {
  test.each([
    ['ENOSPC', 'disk-full'],
    ['EROFS', 'folder-read-only'],
    ['EACCES', 'folder-read-only'],
    ['EIO', 'write-failed'],
  ])('%s', async (errno, code) => {
    let k = 1
    while (
      await saveTwice(kind, { k, instead: () => throwErrno(errno), armed: false, count: 0 }, code)
    ) {
      k++
    }
    expect(k).toBeGreaterThan(5)
  })
})
