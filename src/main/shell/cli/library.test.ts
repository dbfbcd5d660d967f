import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { makeSound, wavOf } from '../../inference/host/listen/testing/make-sounds'
import { main } from './main'

const home = mkdtempSync(join(tmpdir(), 'wireharp-cli-library-'))
afterAll(() => rmSync(home, { recursive: true }))

const foundSchema = z.object({
  total: z.int(),
  rows: z.array(z.object({ id: z.int(), name: z.string(), type: z.string() })),
})

async function wireharp(...words: readonly string[]) {
  const out: string[] = []
  const errors: string[] = []
  const code = await main(['library', ...words], {
    env: { WIREHARP_HOME: home },
    out: line => out.push(line),
    err: line => errors.push(line),
    status: () => undefined,
  })
  return { code, out: out.join('\n'), errors: errors.join('\n') }
}

test('a folder is taken in, searched and listened to for what is similar, from the command line', async () => {
  const folder = join(home, 'Samples')
  mkdirSync(folder)
  for (const seed of [1, 2, 3]) {
    writeFileSync(join(folder, `Hat ${seed}.wav`), wavOf(makeSound('hat', seed)))
    writeFileSync(join(folder, `Kick ${seed}.wav`), wavOf(makeSound('kick', seed)))
  }
  writeFileSync(join(folder, 'broken.mp3'), 'nothing')
  expect((await wireharp('folders')).out).toMatch(/^No folders/)
  const added = await wireharp('add', folder)
  expect(added).toMatchObject({ code: 0, out: '6 sounds added, 0 known already, 0 missing.' })
  expect(added.errors).toContain('1 files could not be read')
  expect((await wireharp('failures')).out).toContain('broken.mp3')
  expect((await wireharp('folders')).out).toContain('7 files, 0 missing, 1 not read')
  expect((await wireharp('list', '--limit', '2')).out.split('\n')).toHaveLength(2)
  const answer = await wireharp('search', 'kick', '--json', '--seconds', '0-2')
  const found = foundSchema.parse(JSON.parse(answer.out))
  expect(found).toMatchObject({ total: 3, rows: [{ name: 'Kick 1', type: 'one-shot' }, {}, {}] })
  const near = await wireharp('similar', String(found.rows[0]?.id), '--limit', '2')
  expect(near.out).toMatch(/Kick [23].*\n.*Kick [23]/)
  expect((await wireharp('playlists')).out).toBe('No playlists.')
})

test('what is not there is refused with a code, and a wrong call with another', async () => {
  expect((await wireharp('add', join(home, 'nowhere'))).errors).toMatch(/^error file-not-found: /)
  expect((await wireharp('similar', '77')).errors).toMatch(/^error sound-unknown: /)
  expect((await wireharp('playlists', '9')).errors).toMatch(/^error playlist-unknown: /)
  expect((await wireharp('search', '--tempo', 'fast')).code).toBe(2)
})
