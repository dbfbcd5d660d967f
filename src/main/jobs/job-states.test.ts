import { array, assert, constantFrom, property } from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jobStateSchema, type JobState } from '#shared/contract'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { openStore } from '../store'
import { followers, hasEnded, sourcesOf } from './job-states'

const states = jobStateSchema.options

test('S3-18 whatever is asked, a job goes only where the table lets it, and ends once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-states-'))
  using store = unwrap(
    openStore({ path: join(folder, 'w.db'), clock: systemClock, log: silentLog }),
  )
  let next = 0
  assert(
    property(array(constantFrom(...states), { maxLength: 12 }), wishes => {
      const id = `j${next++}`
      unwrap(
        store.jobs.add({
          id,
          kind: 'k',
          lane: 'l',
          title: 't',
          priority: 'normal',
          input: {},
          createdAt: 0,
        }),
      )
      let state: JobState = 'pending'
      for (const to of wishes) {
        const turned = unwrap(store.jobs.turn(id, sourcesOf(to), to, { at: 1 }))
        expect(turned !== undefined).toBe(followers[state].includes(to))
        if (turned !== undefined) state = to
        const job = unwrap(store.jobs.get(id))
        expect(job?.state).toBe(state)
        expect(job?.endedAt !== undefined).toBe(hasEnded(state))
        expect(job?.result !== undefined).toBe(state === 'completed')
      }
    }),
    { numRuns: 60, seed: 7 },
  )
  rmSync(folder, { recursive: true })
})

test('nothing follows a completed job, and all that waits can be cancelled', () => {
  expect(followers.completed).toEqual([])
  expect(sourcesOf('cancelled')).toEqual(['pending', 'processing', 'paused', 'interrupted'])
})
