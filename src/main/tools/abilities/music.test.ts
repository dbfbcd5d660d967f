import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { JobInfo } from '#shared/contract'
import { err, fail, ok, unwrap, type Result } from '#shared/kit'
import { fixedAnswers } from '../../grants'
import { withPlugins } from '../testing/with-plugins'
import type { MusicMaker } from './music'

/** With what a call was refused that the plugin has made, as it told. */
const codeOf = (result: Result<unknown>) =>
  z.object({ code: z.string().default('ok') }).parse(unwrap(result)).code
const tool = { label: 'It', description: 'Does it.', input: { type: 'object' } }
const tools = `tools: {
  make: ({ prompt, wish }, { models }) => models.generate(prompt, wish).catch(({ code }) => ({ code })),
  status: ({ job }, { models }) => models.status(job).catch(({ code }) => ({ code })),
  busy: (_, { models }) => models.isGenerating(),
  has: (_, { models }) => models !== undefined,
}`
const maker = {
  manifest: {
    tools: { make: tool, status: tool, busy: tool, has: tool },
    permissions: [{ right: 'model', why: 'It writes the music.' }],
  },
  code: `rights: ['model'], ${tools}`,
}

/** Takes prompts that say something, and does nothing until it is told to. */
function fakeMaker() {
  const jobs = new Map<string, JobInfo>()
  const asked: unknown[] = []
  const music: MusicMaker = {
    generate: async ({ prompt, seconds, seed = 5, priority }) => {
      if (prompt.trim() === '') return err(fail('prompt-invalid', 'It says nothing.'))
      await setImmediate()
      asked.push({ prompt, seconds, seed, priority })
      const id = `job${jobs.size}`
      jobs.set(id, {
        ...{ id, kind: 'generate/music', lane: 'generation', title: prompt, state: 'pending' },
        ...{ priority, progress: 0, attempts: 0, createdAt: 1, input: {} },
      })
      return ok({ id, seed, track: 'cafe' })
    },
    show: job => {
      const found = jobs.get(job)
      return found === undefined ? err(fail('job-unknown', '')) : ok(found)
    },
  }
  return { jobs, asked, music: () => music }
}

describe('S3-22 plugins have music made', () => {
  test('begins at once, tells how it stands, and is no longer busy when it is done', async () => {
    const { jobs, asked, music } = fakeMaker()
    await using own = await withPlugins({ maker }, { ask: fixedAnswers(['model']), music })
    expect(unwrap(await own.call('maker/busy'))).toBe(false)
    const wish = { seconds: 10, seed: 7 }
    const begun = unwrap(await own.call('maker/make', { prompt: 'calm piano', wish }))
    expect(begun).toEqual({ job: 'job0', track: 'cafe', seed: 7 })
    // Behind what the user asks for.
    expect(asked).toEqual([{ prompt: 'calm piano', seconds: 10, seed: 7, priority: 'low' }])
    expect(unwrap(await own.call('maker/busy'))).toBe(true)
    const made = { path: '/m.wav', sampleRate: 32_000, seconds: 10, seed: 7 }
    const result = { ...made, track: 'cafe'.repeat(4), model: 'musicgen-small', reused: false }
    const job = jobs.get('job0')
    if (job !== undefined) jobs.set('job0', { ...job, state: 'completed', progress: 1, result })
    expect(unwrap(await own.call('maker/status', { job: 'job0' }))).toEqual({
      ...{ job: 'job0', state: 'completed', progress: 1, path: '/m.wav' },
    })
    expect(unwrap(await own.call('maker/busy'))).toBe(false)
  })

  test('two pieces at a time, its own jobs alone, and refusals with their codes', async () => {
    const { music } = fakeMaker()
    await using own = await withPlugins(
      { maker, other: maker },
      { ask: fixedAnswers(['model']), music },
    )
    expect(codeOf(await own.call('maker/make', { prompt: ' ' }))).toBe('prompt-invalid')
    for (const prompt of ['one', 'two']) unwrap(await own.call('maker/make', { prompt }))
    expect(codeOf(await own.call('maker/make', { prompt: 'three' }))).toBe('plugin-busy')
    expect(codeOf(await own.call('other/make', { prompt: 'three' }))).toBe('ok')
    expect(codeOf(await own.call('other/status', { job: 'job0' }))).toBe('job-unknown')
  })

  test('two pieces at a time, however many are asked for at once', async () => {
    const { asked, music } = fakeMaker()
    await using own = await withPlugins({ maker }, { ask: fixedAnswers(['model']), music })
    const many = Array.from({ length: 6 }, (_, at) =>
      own.call('maker/make', { prompt: `no ${at}` }),
    )
    const codes = (await Promise.all(many)).map(codeOf)
    expect(codes.toSorted()).toEqual([
      'ok',
      'ok',
      ...Array.from({ length: 4 }, () => 'plugin-busy'),
    ])
    expect(asked).toHaveLength(2)
  })

  test('who did not ask for the right has no handle, and who was not granted it is denied', async () => {
    const { asked, music } = fakeMaker()
    const bare = { manifest: { tools: { has: tool } }, code: tools }
    await using own = await withPlugins({ maker, bare }, { ask: fixedAnswers([]), music })
    expect(unwrap(await own.call('bare/has'))).toBe(false)
    expect(codeOf(await own.call('maker/make', { prompt: 'calm' }))).toBe('permission-denied')
    expect(asked).toEqual([])
  })
})
