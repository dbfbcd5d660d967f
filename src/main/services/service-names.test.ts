import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { createJobs, type Jobs } from '../jobs'
import { silentLog, systemClock } from '../kit'
import { openStore } from '../store'
import { createAiServices } from '.'
import { startFixture } from './testing/fixture-service'

const call = { signal: new AbortController().signal }

describe('S0-23 names of services', () => {
  let stack: AsyncDisposableStack
  let jobs: Jobs
  let home: string
  const open = () =>
    createAiServices({
      ...{ jobs, clock: systemClock, log: silentLog, healthMs: 60_000 },
      paths: { config: join(home, 'config'), data: home },
    })
  beforeEach(() => {
    stack = new AsyncDisposableStack()
    home = mkdtempSync(join(tmpdir(), 'wireharp-services-'))
    mkdirSync(join(home, 'config'))
    const path = join(home, 'wireharp.db')
    const store = stack.use(unwrap(openStore({ path, clock: systemClock, log: silentLog })))
    jobs = stack.use(
      createJobs({ store, paths: { data: home }, clock: systemClock, log: silentLog }),
    )
  })
  afterEach(async () => {
    await stack.disposeAsync()
    rmSync(home, { recursive: true, force: true })
  })

  test('the name of one that was added or chosen is its own, also while it cannot be reached', async () => {
    const capability = 'knowledge'
    const stranger = stack.use(await startFixture())
    const register = (services: Awaited<ReturnType<typeof open>>, url: string) =>
      services.service.register({ url }, call)
    const gone = await startFixture()
    {
      await using services = await open()
      unwrap(await services.service.add({ url: gone.url }, call))
      unwrap(await services.service.choose({ capability, url: gone.url }, call))
    }
    await gone[Symbol.asyncDispose]()
    {
      await using services = await open()
      // Nobody has reached it since the start.
      const refused = await register(services, stranger.url)
      expect(refused).toMatchObject({ error: { code: 'service-taken' } })
      expect(JSON.stringify(refused)).toContain(gone.url)
      expect(services.chosen(capability)).toEqual({ id: 'echo', isOnline: false })
      expect(jobs.create('service/echo', {})).toMatchObject({ error: { code: 'job-kind-unknown' } })
      // Only chosen, and not listed any more: it is still the user’s choice.
      unwrap(await services.service.remove({ url: gone.url }, call))
      expect(await register(services, stranger.url)).toMatchObject({
        error: { code: 'service-taken' },
      })
      // The user says so.
      unwrap(await services.service.add({ url: stranger.url }, call))
      expect(services.chosen(capability)).toEqual({ id: 'echo', isOnline: true })
    }
    await using services = await open()
    await services.check()
    expect(services.chosen(capability)).toEqual({ id: 'echo', isOnline: true })
    unwrap(await services.service.remove({ url: stranger.url }, call))
    unwrap(await services.service.choose({ capability }, call))
    unwrap(await register(services, stranger.url))
  })

  test('one that registered itself and was chosen comes back at its own address alone', async () => {
    const capability = 'knowledge'
    const [one, other] = [stack.use(await startFixture()), stack.use(await startFixture())]
    {
      await using services = await open()
      unwrap(await services.service.register({ url: one.url }, call))
      unwrap(await services.service.choose({ capability, url: one.url }, call))
    }
    await using services = await open()
    expect(await services.service.register({ url: other.url }, call)).toMatchObject({
      error: { code: 'service-taken' },
    })
    unwrap(await services.service.register({ url: one.url }, call))
    expect(services.chosen(capability)).toEqual({ id: 'echo', isOnline: true })
  })
})
