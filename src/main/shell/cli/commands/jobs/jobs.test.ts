import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { createJobs, type Jobs } from '../../../../jobs'
import { countingKind } from '../../../../jobs/testing/counting-kind'
import { appPaths, silentLog, systemClock } from '../../../../kit'
import { openStore } from '../../../../store'
import { main } from '../../main'

let home: string
let app: Jobs
let stack: AsyncDisposableStack
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-cli-jobs-'))
  const paths = appPaths({ WIREHARP_HOME: home })
  stack = new AsyncDisposableStack()
  const parts = { clock: systemClock, log: silentLog }
  const store = stack.use(unwrap(openStore({ path: join(paths.data, 'wireharp.db'), ...parts })))
  app = stack.use(createJobs({ store, paths, ...parts }))
  app.register(countingKind())
})
afterEach(async () => {
  await stack.disposeAsync()
  rmSync(home, { recursive: true })
})

async function wireharp(...words: readonly string[]) {
  const out: string[] = []
  const errors: string[] = []
  const code = await main(['jobs', ...words], {
    env: { WIREHARP_HOME: home },
    out: line => out.push(line),
    err: line => errors.push(line),
    status: () => undefined,
  })
  return { code, out: out.join('\n'), errors: errors.join('\n') }
}

const create = (parts: number) =>
  unwrap(app.create('test/count', { parts, out: join(home, `out-${parts}`) }))

test('jobs are listed, shown with their log, and steered from another process', async () => {
  expect(await wireharp('list')).toMatchObject({ code: 0, out: 'No jobs.' })
  const { id } = create(400)
  await wait(30)
  expect((await wireharp('list')).out).toMatch(new RegExp(`^${id}  processing .* Count to 400`))
  expect(JSON.parse((await wireharp('list', '--json')).out)).toMatchObject([{ id }])
  const paused = await wireharp('pause', id, '--json')
  expect(JSON.parse(paused.out)).toMatchObject({ id, state: 'paused' })
  expect(JSON.parse((await wireharp('show', id, '--json')).out)).toMatchObject({
    log: [{ text: 'from 0' }],
  })
  expect((await wireharp('resume', id)).out).toContain('pending')
  expect((await wireharp('cancel', id)).out).toContain('cancelled')
  expect((await wireharp('retry', id)).out).toContain('pending')
})

test('what cannot be done is refused with a code', async () => {
  const unknown = await wireharp('show', 'nothing')
  expect(unknown.code).toBe(1)
  expect(unknown.errors).toMatch(/^error job-unknown: /)
  const { id } = create(1)
  await app.ended(id)
  const over = await wireharp('cancel', id)
  expect(over.code).toBe(1)
  expect(over.errors).toMatch(/^error job-state: “Count to 1” is completed/)
  expect((await wireharp('steal')).code).toBe(2)
})

test('no job has a name that a command line takes for an option', async () => {
  const ids = []
  for (let parts = 1; parts <= 200; parts++) {
    const { id } = create(parts)
    await app.service.cancel({ job: id }, { signal: new AbortController().signal })
    ids.push(id)
  }
  expect(ids.filter(id => !/^[a-z0-9]+$/.test(id))).toEqual([])
})
