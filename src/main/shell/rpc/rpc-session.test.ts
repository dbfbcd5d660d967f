import {
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  json,
  jsonValue,
  oneof,
  record,
  string,
} from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GENERATE_MUSIC, type JobInfo } from '#shared/contract'
import { err, fail, ok, type FailureCode } from '#shared/kit'
import { fakeServices } from '../../api/testing/fake-services'
import { rpcErrorOf, type RpcErrorName } from './rpc-errors'
import { isRpcMethod, rpcContract, rpcEvents, rpcMethods } from './rpc-schemas'
import { RpcSession } from './rpc-session'

const answerSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z
    .object({ code: z.int(), message: z.string().min(1), data: z.object({ name: z.string() }) })
    .optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
})

let job: JobInfo
let failWith: FailureCode | undefined
let said: string[]
let session: RpcSession
beforeEach(() => {
  job = {
    id: 'j1',
    kind: GENERATE_MUSIC,
    lane: 'generation',
    title: 'x',
    state: 'pending',
    priority: 'normal',
    progress: 0,
    attempts: 0,
    createdAt: 0,
    input: {},
  }
  failWith = undefined
  said = []
  const fake = fakeServices()
  session = new RpcSession({
    models: fake.models,
    generation: {
      generate: () =>
        failWith === undefined
          ? ok({ id: 'j1', seed: 7, track: '0123456789abcdef' })
          : err(fail(failWith, 'No.')),
      backends: () => ok([{ model: 'musicgen-small', title: 'MusicGen small', ready: true }]),
    },
    jobs: {
      ...fake.jobs,
      list: () => ok([job]),
      show: ({ job: id }) => (id === 'j1' ? ok(job) : err(fail('job-unknown', 'No such job.'))),
      cancel: () => {
        job = { ...job, state: 'cancelled' }
        return ok(job)
      },
    },
    send: line => said.push(line),
  })
})
afterEach(() => session[Symbol.dispose]())

async function ask(method: string, params?: unknown) {
  said.length = 0
  await session.hear(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  return answerSchema.parse(JSON.parse(said.at(-1) ?? ''))
}
const events = () => said.map(line => answerSchema.parse(JSON.parse(line)))

describe('S3-17 X-04 JSON-RPC', () => {
  test('S3-24 each method answers as the contract that is shipped says', async () => {
    const params = {
      generate: { prompt: 'calm' },
      get_status: { job_id: 'j1' },
      cancel: { job_id: 'j1' },
    }
    for (const method of [
      'generate',
      'get_status',
      'queue',
      'backends',
      'models',
      'cancel',
    ] as const) {
      const { result, error } = await ask(
        method,
        Object.entries(params).find(([name]) => name === method)?.[1],
      )
      expect(error).toBe(undefined)
      expect(rpcMethods[method].result.safeParse(result).error, method).toBe(undefined)
    }
    expect(Object.keys(rpcContract().methods)).toEqual(Object.keys(rpcMethods))
  })

  test.each<[FailureCode, RpcErrorName, number]>([
    ['model-missing', 'MODEL_NOT_FOUND', -32_000],
    ['model-refused', 'MODEL_LOAD_FAILED', -32_001],
    ['download-failed', 'MODEL_DOWNLOAD_FAILED', -32_002],
    ['inference-died', 'INFERENCE_FAILED', -32_003],
    ['queue-full', 'QUEUE_FULL', -32_004],
    ['duration-invalid', 'INVALID_DURATION', -32_005],
    ['prompt-invalid', 'INVALID_PROMPT', -32_006],
    ['download-consent-required', 'DOWNLOAD_CONSENT_REQUIRED', -32_007],
  ])('S3-29 %s is %s, %i, with what to do next', async (code, name, number) => {
    failWith = code
    const { error } = await ask('generate', { prompt: 'calm' })
    expect(error).toMatchObject({ code: number, data: { name } })
    expect(error?.message).toBe(rpcErrorOf(fail(code, 'No.')).message)
  })

  test('S3-12 S3-23 S3-27 events: start once, progress each 5 % and never 100, then complete', async () => {
    await ask('generate', { prompt: 'calm' })
    said.length = 0
    for (let percent = 0; percent <= 100; percent++) {
      job = { ...job, state: 'processing', progress: percent / 100, stage: 'Token' }
      await session.look()
    }
    const result = {
      path: '/x.wav',
      sampleRate: 32_000,
      seconds: 10,
      seed: 7,
      track: '0123456789abcdef',
      model: 'musicgen-small',
      reused: false,
    }
    job = { ...job, state: 'completed', result }
    await session.look()
    await session.look()
    expect(events().map(({ method }) => method)).toEqual([
      'generation_start',
      ...Array.from({ length: 19 }, () => 'generation_progress'),
      'generation_complete',
    ])
    const told = events()
      .slice(1, -1)
      .map(({ params }) => rpcEvents.generation_progress.parse(params))
    expect(told.map(({ progress }) => progress)).toEqual(
      Array.from({ length: 19 }, (_, i) => (i + 1) * 5),
    )
    expect(rpcEvents.generation_complete.parse(events().at(-1)?.params).path).toBe('/x.wav')
  })

  test('a job that fails is told once, with its code', async () => {
    await ask('generate', { prompt: 'calm' })
    said.length = 0
    job = { ...job, state: 'failed', retryable: true, failure: fail('inference-died', 'It ended.') }
    await session.look()
    await session.look()
    expect(events()).toHaveLength(1)
    expect(events()[0]).toMatchObject({
      method: 'generation_error',
      params: { job_id: 'j1', code: -32_003, retryable: true },
    })
  })

  test('the protocol: batches, notifications, wrong requests', async () => {
    await session.hear(
      '[{"jsonrpc":"2.0","id":"a","method":"queue"},{"jsonrpc":"2.0","method":"queue"},1]',
    )
    expect(JSON.parse(said[0] ?? '')).toMatchObject([
      { id: 'a', result: [{ job_id: 'j1' }] },
      { error: { code: -32_600 } },
    ])
    said.length = 0
    await session.hear('{"jsonrpc":"2.0","method":"queue"}')
    await session.hear('')
    expect(said).toEqual([])
    for (const [line, code] of [
      ['{', -32_700],
      ['[]', -32_600],
      ['{"method":"queue","id":1}', -32_600],
      ['{"jsonrpc":"2.0","id":1,"method":"nothing"}', -32_601],
      ['{"jsonrpc":"2.0","id":1,"method":"generate","params":{"prompt":1}}', -32_602],
      ['{"jsonrpc":"2.0","id":1,"method":"get_status","params":{"job_id":"no"}}', -32_602],
      ['{"jsonrpc":"2.0","id":1,"method":"__proto__"}', -32_601],
      [`"${'x'.repeat(1_000_001)}"`, -32_600],
    ] as const) {
      said.length = 0
      await session.hear(line)
      expect(JSON.parse(said[0] ?? '')).toMatchObject({ error: { code } })
    }
  })

  test('S3-24 fuzz: whatever is said is answered in the form of the protocol, and nothing throws', async () => {
    const method = oneof(constantFrom('generate', 'cancel', 'get_status', 'queue'), string())
    const request = record(
      {
        jsonrpc: oneof(constant('2.0'), jsonValue()),
        id: jsonValue(),
        method,
        params: jsonValue(),
      },
      { requiredKeys: [] },
    )
    const line = oneof(
      string(),
      json(),
      request.map(value => JSON.stringify(value)),
      array(request, { maxLength: 4 }).map(value => JSON.stringify(value)),
      request.map(value => JSON.stringify(value).slice(0, -3)),
    )
    await assert(
      asyncProperty(line, async text => {
        said.length = 0
        await session.hear(text)
        for (const each of said) {
          const answer: unknown = JSON.parse(each)
          z.union([answerSchema, z.array(answerSchema)]).parse(answer)
        }
      }),
      { numRuns: 1500 },
    )
    expect(isRpcMethod('constructor')).toBe(false)
  })
})
