import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startHostile } from '../testing/hostile-service'
import { httpService } from './http-service'

const root = mkdtempSync(join(tmpdir(), 'wireharp-hostile-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const sound = join(root, 'sound.wav')
writeFileSync(sound, Buffer.alloc(1000))

const BOUNDS = { fileBytes: 2 ** 20, pauseMs: 500 }

/** How it ends to work with a service that does this at that path. */
async function reach(hostile: string, misdeed: (response: ServerResponse) => void) {
  await using server = await startHostile({ hostile, misdeed })
  const service = httpService({ url: server.url }, BOUNDS)
  const { signal } = new AbortController()
  const said = hostile.startsWith('/jobs/')
    ? await service.fetch('1', 'a.wav', join(root, 'made.wav'), signal)
    : await service.create({ path: sound, params: {} }, signal)
  return said.ok ? 'ok' : said.error.code
}

function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
  }
  response.on('drain', more)
  more()
}

describe.each(['/sounds', '/jobs/1/files/a.wav'])('S27 a service that at %s', hostile => {
  test('sends for ever: it is left, and holds nothing', async () => {
    const before = process.memoryUsage().rss
    expect(await reach(hostile, endless)).toBe('service-answer-invalid')
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20)
  })

  test('says nothing any more: it is left in time', async () => {
    expect(await reach(hostile, response => void response.write('{'))).toBe('service-offline')
  })
})
