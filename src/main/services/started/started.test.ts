import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../../kit'
import { createAiServices } from '../create-services'
import { startFixture } from '../testing/fixture-service'
import type { StartService } from './start-own-service'

const call = { signal: new AbortController().signal }
let home: string
let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
  home = mkdtempSync(join(tmpdir(), 'wireharp-started-'))
  mkdirSync(join(home, 'config'))
  stack.defer(() => rmSync(home, { recursive: true, force: true }))
})
afterEach(() => stack.disposeAsync())

const open = (start?: StartService) =>
  createAiServices({
    ...(start !== undefined && { start }),
    ...{ clock: systemClock, log: silentLog, healthMs: 60_000 },
    jobs: { register: () => ({ [Symbol.dispose]: () => undefined }) },
    paths: { config: join(home, 'config'), data: home },
  })

describe('services that are started, and chosen', () => {
  test('S0-03 one that was started here is started anew after three checks without an answer, five times at most', async () => {
    const fixture = stack.use(await startFixture())
    const seen: string[] = []
    const ended: number[] = []
    const services = stack.use(
      await open(async (id, { port, token = 'own', say }) => {
        const pid = seen.push(`${id} ${port} ${token}`)
        say(`number ${pid}`)
        return {
          ok: true,
          value: {
            ...{ url: fixture.url, token, pid, isRunning: true },
            [Symbol.asyncDispose]: async () => void ended.push(pid),
          },
        }
      }),
    )
    const { url } = unwrap(await services.service.start({ provider: 'echo' }, call))
    const port = new URL(fixture.url).port
    expect(seen).toEqual(['echo 0 own'])
    expect(fixture.calls.at(-1)).toContain('Bearer own')
    expect(await services.service.start({ provider: 'echo' }, call)).toMatchObject({
      error: { code: 'service-exists' },
    })
    fixture.mood.isDown = true
    for (let checks = 0; checks < 2; checks++) await services.check()
    expect(seen).toHaveLength(1)
    await services.check()
    expect(seen).toEqual(['echo 0 own', `echo ${port} own`])
    expect(ended).toEqual([1])
    const state = async () => unwrap(await services.service.list(undefined, call))[0]
    expect(await state()).toMatchObject({ state: 'offline', origin: 'started', restarts: 1 })
    fixture.mood.isDown = false
    await services.check()
    expect(await state()).toMatchObject({ state: 'online' })
    fixture.mood.isDown = true
    for (let checks = 0; checks < 30; checks++) await services.check()
    expect(seen).toHaveLength(6)
    const lines = unwrap(await services.service.log({ url }, call)).join('\n')
    expect(lines).toMatch(/number 1[^]*It is started anew \(1 of 5\)[^]*number 2/)
    expect(lines).not.toContain('own')
    unwrap(await services.service.stop({ url }, call))
    expect(unwrap(await services.service.list(undefined, call))).toEqual([])
    expect(ended).toContain(6)
  })

  test('work of a capability goes to the service that is chosen, from one start to the next', async () => {
    const fixture = stack.use(await startFixture())
    {
      await using services = await open()
      unwrap(await services.service.add({ url: fixture.url }, call))
      const wish = { capability: 'knowledge', url: fixture.url }
      unwrap(await services.service.choose(wish, call))
      expect(services.chosen('knowledge')).toEqual({ id: 'echo', isOnline: true })
      expect(unwrap(await services.service.list(undefined, call))[0]?.chosen).toBe(true)
      const other = { capability: 'knowledge', url: 'http://127.0.0.1:1' }
      expect(await services.service.choose(other, call)).toMatchObject({
        error: { code: 'service-unknown' },
      })
    }
    fixture.mood.isDown = true
    const services = stack.use(await open())
    expect(services.chosen('knowledge')).toEqual({ id: 'echo', isOnline: false })
    expect(services.chosen('stem-separation')).toBeUndefined()
    unwrap(await services.service.choose({ capability: 'knowledge' }, call))
    expect(services.chosen('knowledge')).toBeUndefined()
  })
})
