import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../pages/session'

/** Files that are not what their names say, or nothing at all; each with a word of the message about it. */
const hostile: readonly (readonly [name: string, bytes: string | Buffer, said: RegExp])[] = [
  ['empty.wav', '', /sound|damaged|empty/i],
  ['text.wav', 'not a sound', /WAV|damaged|sound/i],
  ['half.wav', Buffer.from('RIFF\x24\0\0\0WAVEfmt '), /damaged|whole|WAV|sound/i],
  ['text.flac', 'fLaC', /damaged|sound|FLAC/i],
  ['text.mp3', 'ID3', /damaged|sound|MP3/i],
  ['text.ogg', 'OggS', /damaged|sound|OGG/i],
  ['page.wav', '<html><script>alert(1)</script>', /WAV|damaged|sound/i],
  ['program.wav', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), /WAV|damaged|sound/i],
  ['zeros.mp3', Buffer.alloc(4096), /WAV|damaged|sound/i],
  ['empty.mid', '', /MIDI|damaged/i],
  ['text.mid', 'not midi', /MIDI|damaged/i],
  ['head.mid', Buffer.from('MThd\0\0\0\x06\0\x01\0\x01\x01\xe0', 'latin1'), /MIDI|damaged|notes/i],
  [
    'smpte.mid',
    Buffer.from('MThd\0\0\0\x06\0\x02\0\x01\xe8\x28', 'latin1'),
    /MIDI|damaged|format/i,
  ],
  ['text.wireharpz', 'not a zip', /bundle/i],
  ['empty.wireharpz', '', /bundle/i],
  [
    'zip.wireharpz',
    Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1'),
    /project|bundle|unpacked/i,
  ],
  ['cut.wireharpz', Buffer.from('PK\x03\x04'), /bundle/i],
  ['song.wireharp', '{"format":"wireharp-project"}', /audio folder|place/i],
  ['text.tgz', 'not a tarball', /package|archive|plugin|damaged/i],
  ['empty.tgz', '', /package|archive|plugin|damaged/i],
  [
    'gzip.tgz',
    Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
    /package|archive|plugin|damaged/i,
  ],
  ['empty.preset.json', '', /preset/i],
  ['text.preset.json', 'hello', /preset/i],
  ['list.preset.json', '[]', /preset/i],
  ['other.json', '{"format": "something"}', /preset/i],
  ['proto.json', '{"__proto__": {"a": 1}}', /preset/i],
  ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /nothing that Wireharp reads/i],
  ['page.html', '<h1>Hi</h1>', /nothing that Wireharp reads/i],
  ['noname', 'x', /nothing that Wireharp reads/i],
  ['<b>bold.exe', 'MZ', /nothing that Wireharp reads/i],
  ['\u202egnp.wav.exe', 'MZ', /nothing that Wireharp reads/i],
]

test('E-18 thirty wrong and hostile files: each gets a sentence beside it, and nothing changes', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const folder = join(session.home, 'Wireharp/Hostile')
  mkdirSync(folder, { recursive: true })
  const before = await workspace.nodeElements.count()
  const { revision } = await page.evaluate(() => ({ revision: window.wireharp?.debug().revision }))
  const paths = hostile.map(([name, bytes]) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  })
  await workspace.dropFiles(paths)
  const cards = page.getByTestId('import-card')
  await expect(cards.getByRole('button', { name: 'Dismiss' })).toHaveCount(hostile.length, {
    timeout: 30_000,
  })
  const said = await cards.allTextContents()
  for (const [index, [name, , pattern]] of hostile.entries()) {
    expect(said[index], name).toContain(name)
    expect(said[index]?.replace(name, ''), name).toMatch(pattern)
  }
  expect(hostile.length).toBeGreaterThanOrEqual(30)
  expect(await workspace.nodeElements.count()).toBe(before)
  expect(await page.evaluate(() => window.wireharp?.debug().revision)).toBe(revision)
  expect(readdirSync(join(session.home, 'data')).filter(name => name.startsWith('upload'))).toEqual(
    [],
  )
})

test('E-18 a project that was shared is dropped on a panel and opens as one of its own', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  await workspace.chain()
  await workspace.title.fill('Gift')
  await workspace.title.press('Enter')
  await workspace.choose('project.share')
  await page.getByTestId('share-confirm').click()
  await expect(page.getByTestId('share-dialog')).toBeHidden()
  const path = join(session.home, 'Wireharp/Gift.wireharpz')
  await workspace.newProject()
  await workspace.dropFiles([path], page.getByRole('region', { name: 'Browser' }))
  await expect(workspace.title).toHaveValue('Gift')
  await expect(workspace.cables).toHaveCount(2)
})
