import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { serviceManifestSchema, type AiService, type ServiceJob } from '../service'

export interface ServiceUnderTest extends AsyncDisposable {
  readonly service: AiService
  /** A folder for what comes back. */
  readonly folder: string
  /** A request that ends well within seconds. */
  readonly quick: { readonly path?: string; readonly params: Record<string, unknown> }
  /** One that takes so long that it can be cancelled. */
  readonly slow: { readonly path?: string; readonly params: Record<string, unknown> }
  /** One that it refuses. */
  readonly wrong: { readonly path?: string; readonly params: Record<string, unknown> }
}

export async function untilEnded(service: AiService, id: string): Promise<ServiceJob> {
  for (let tries = 0; tries < 1000; tries++) {
    const job = unwrap(await service.show(id))
    if (!['pending', 'processing'].includes(job.status)) return job
    await wait(10)
  }
  throw new Error('the job does not end')
}

/** What every service keeps to, wherever it runs and whoever wrote it. */
export function describeService(name: string, make: () => Promise<ServiceUnderTest>): void {
  describe(`${name}: the contract of services`, () => {
    let all: ServiceUnderTest
    beforeAll(async () => (all = await make()))
    afterAll(() => all[Symbol.asyncDispose]())

    test('S0-03 S0-05 it says who it is and how it fares', async () => {
      const manifest = unwrap(await all.service.manifest())
      expect(serviceManifestSchema.parse(manifest)).toEqual(manifest)
      expect(unwrap(await all.service.health()).status).toMatch(/^(?:ok|busy)$/)
    })

    test('S0-06 S0-07 a job is there at once, ends, and hands out its files', async () => {
      const { id } = unwrap(await all.service.create(all.quick))
      const job = await untilEnded(all.service, id)
      expect(job).toMatchObject({ id, status: 'completed', progress: 1 })
      for (const file of job.files) {
        const target = join(all.folder, file)
        unwrap(await all.service.fetch(id, file, target))
        expect(readFileSync(target).length).toBeGreaterThan(0)
        rmSync(target)
      }
      expect((await all.service.fetch(id, 'other.wav', join(all.folder, 'x'))).ok).toBe(false)
    })

    test('S0-08 cancelled at once; the next job is not touched', async () => {
      const { id } = unwrap(await all.service.create(all.slow))
      const next = unwrap(await all.service.create(all.quick))
      const began = performance.now()
      expect(unwrap(await all.service.cancel(id)).status).toBe('cancelled')
      expect(performance.now() - began).toBeLessThan(250)
      expect((await untilEnded(all.service, next.id)).status).toBe('completed')
      expect(unwrap(await all.service.show(id)).status).toBe('cancelled')
      expect(unwrap(await all.service.cancel(next.id)).status).toBe('completed')
    })

    test('what it does not know and what it cannot take is refused with a code', async () => {
      const unknown = await all.service.show('nothing-such')
      expect(unknown).toMatchObject({ error: { code: 'job-unknown' } })
      expect(await all.service.cancel('nothing-such')).toMatchObject({
        error: { code: 'job-unknown' },
      })
      const wrong = await all.service.create(all.wrong)
      expect(wrong.ok ? '' : wrong.error.code).toMatch(/-(?:invalid|refused)$/)
      expect(existsSync(join(all.folder, 'x'))).toBe(false)
    })
  })
}
