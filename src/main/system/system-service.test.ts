import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap, type Failure, type Result } from '#shared/kit'
import { createSystemService } from '.'

let top = ''
let home = ''
beforeEach(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'wireharp-system-')))
  home = join(top, 'home')
  await mkdir(join(home, 'Songs'), { recursive: true })
  await mkdir(join(top, 'home-of-another'))
})
afterEach(() => rm(top, { recursive: true, force: true }))

const call = { signal: new AbortController().signal }

async function list(path?: string) {
  const service = createSystemService({
    face: 'browser',
    paths: { home, projects: join(home, 'Wireharp') },
  })
  return service.listFolder(path === undefined ? {} : { path }, call)
}

function codeOf(result: Result<unknown, Failure>): string {
  return result.ok ? 'ok' : result.error.code
}

describe('listFolder', () => {
  test('shows folders, then projects, then sounds, each by name, and nothing else', async () => {
    for (const name of ['b.wireharp', 'a10.WAV', 'a9.wav', 'notes.txt', '.hidden.wav']) {
      await writeFile(join(home, name), '')
    }
    const listing = unwrap(await list(home))
    expect(listing.entries.map(entry => `${entry.kind} ${entry.name}`)).toEqual([
      'folder Songs',
      'project b.wireharp',
      'audio a9.wav',
      'audio a10.WAV',
    ])
    expect(listing.parent).toBeUndefined()
    expect(unwrap(await list(join(home, 'Songs'))).parent).toBe(home)
  })

  test('begins in the projects folder, and makes it', async () => {
    expect(unwrap(await list())).toMatchObject({ path: join(home, 'Wireharp'), parent: home })
  })

  test('refuses what lies outside of home, however it is written', async () => {
    await symlink(join(top, 'home-of-another'), join(home, 'link'))
    for (const path of [
      '/',
      '..',
      top,
      `${home}/../home-of-another`,
      `${home}-of-another`,
      `${home}/link`,
    ]) {
      expect([path, codeOf(await list(path))]).toEqual([path, 'path-refused'])
    }
    expect(unwrap(await list(home)).entries.map(entry => entry.name)).toEqual(['Songs'])
  })

  test('names a folder that is not there', async () => {
    expect(codeOf(await list(join(home, 'gone')))).toBe('file-not-found')
  })
})

test('info tells the version of package.json and the templates', async () => {
  const service = createSystemService({
    face: 'electron',
    paths: { home, projects: home },
    templates: async () => [{ id: 'beat', title: 'Beat', description: '' }],
  })
  const info = unwrap(await service.info(undefined, call))
  expect(info).toMatchObject({
    face: 'electron',
    templates: [{ id: 'beat', title: 'Beat', description: '' }],
  })
  expect(info.version).toMatch(/^\d+\.\d+\.\d+/)
})

test('a file is shown in its folder where the face can, and nothing else is', async () => {
  const shown: string[] = []
  const paths = { home, projects: home }
  const desktop = createSystemService({
    face: 'electron',
    paths,
    reveal: path => void shown.push(path),
  })
  const browser = createSystemService({ face: 'browser', paths })
  const path = join(home, 'mix.wav')
  await writeFile(path, '')
  expect(codeOf(await desktop.reveal({ path }, call))).toBe('ok')
  expect(codeOf(await desktop.reveal({ path: join(home, 'gone.wav') }, call))).toBe(
    'file-not-found',
  )
  expect(codeOf(await desktop.reveal({ path: 'mix.wav' }, call))).toBe('path-refused')
  expect(codeOf(await browser.reveal({ path }, call))).toBe('face-cannot')
  expect(shown).toEqual([path])
})
