import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { Workspace } from '../pages/workspace'

const told = {
  summary: 'Electronic music from Düsseldorf.',
  genres: ['electronic'],
  moods: ['cool'],
  // Longer than most: no reason to throw the answer away.
  similar: ['Can', 'Neu!', 'The Short-Tempered Chamber Choir of Lower Swabia and its Many Friends'],
  year: 1970,
}

/** A second of a tone whose tags name an artist and an album. */
function taggedWav(): Buffer {
  const samples = Int16Array.from({ length: 44_100 }, (_, at) => 8000 * Math.sin(at / 20))
  const chunk = (id: string, data: Uint8Array) => {
    const head = Buffer.alloc(8)
    head.write(id, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
  }
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(44_100, 4)
  format.writeUInt32LE(88_200, 8)
  format.writeUInt16LE(2, 12)
  format.writeUInt16LE(16, 14)
  const tags = Buffer.concat([
    Buffer.from('INFO'),
    chunk('IART', Buffer.from('Kraftwerk\0')),
    chunk('IPRD', Buffer.from('Autobahn\0')),
  ])
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    chunk('LIST', tags),
    chunk('data', new Uint8Array(samples.buffer)),
  ])
  return chunk('RIFF', body)
}

test('S0-18 the artist of a sound is asked about: offline with a way on, then told, kept, and looked for in the library', async ({
  page,
}) => {
  test.slow()
  using home = makeHome()
  const folder = join(home.path, 'tagged')
  mkdirSync(folder)
  writeFileSync(join(folder, 'drive.wav'), taggedWav())
  const added = await wireharp(home.path, ['library', 'add', folder])
  expect(added.code, added.stderr).toBe(0)

  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ message: { content: JSON.stringify(told) } }))
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const settings = (at: number) =>
    writeFileSync(
      join(home.path, 'config/language.json'),
      JSON.stringify({ provider: 'ollama', url: `http://127.0.0.1:${at}`, model: 'some' }),
    )
  try {
    settings(9)
    await using app = await startApp(home.path)
    await Workspace.open(page, app.url)
    await page.getByTestId('tab-library').click()
    await page.getByTestId('library-list').getByText('drive').click({ button: 'right' })
    await page.getByTestId('sound-about-artist').click()
    const dialog = page.getByTestId('about-music')
    await expect(dialog).toContainText('Kraftwerk')
    await expect(dialog.getByTestId('about-failure')).toContainText('Ollama', { timeout: 20_000 })

    settings(port)
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await expect(dialog).toContainText(told.summary, { timeout: 20_000 })
    await expect(dialog).toContainText('1970')
    await expect(dialog).toContainText('Told by ollama/some')
    expect(await axeProblems(page, '[role=dialog]')).toEqual([])
    const before = asked
    await dialog.getByRole('button', { name: 'Neu!' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByTestId('library-search')).toHaveValue('Neu!')

    // From the jobs it is read again, and nobody is asked anew.
    await page.getByTestId('dock-jobs').click()
    await page.getByTestId('job-read').first().click()
    await expect(dialog).toContainText(told.summary)
    expect(asked).toBe(before)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
