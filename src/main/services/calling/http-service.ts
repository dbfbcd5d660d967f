import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import {
  err,
  fail,
  failureCodes,
  ok,
  type Bytes,
  type Failure,
  type FailureCode,
  type Result,
} from '#shared/kit'
import { attempt, oneLine, readFailure, writeFailure } from '../../kit'
import {
  serviceHealthSchema,
  serviceJobSchema,
  serviceManifestSchema,
  type AiService,
} from '../service'
import { exchange, jsonOf, type Exchange } from './http-exchange'
import { inBounds, Quiet, TooMuch } from './in-bounds'

const codes = { offline: 'service-offline', invalid: 'service-answer-invalid' } as const
const createdSchema = z.union([
  z.object({ id: z.string().min(1).max(200) }),
  z.object({ job_id: z.string().min(1).max(200) }).transform(said => ({ id: said.job_id })),
])
const failureSchema = z.object({ code: z.string(), message: z.string() })
const HOUR = 3_600_000
/** An answer to an upload is a path. */
const MOST_SAID = 100_000

/** What a service may send of one file, and how long it may say nothing while a sound goes there or comes back. */
export interface ServiceBounds {
  readonly fileBytes: Bytes
  readonly pauseMs: number
}
const usual: ServiceBounds = { fileBytes: 2 ** 32, pauseMs: 60_000 }

/** A service that answers at an address. */
export function httpService(
  { url, token }: { readonly url: string; readonly token?: string | undefined },
  { fileBytes, pauseMs }: ServiceBounds = usual,
): AiService {
  async function ask<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    more: Partial<Exchange> = {},
  ): Promise<Result<z.infer<Schema>>> {
    const said = await exchange({ url: `${url}${path}`, token, ...more }, codes)
    if (!said.ok) return said
    if (said.value.isOk) {
      const parsed = schema.safeParse(said.value.json)
      if (parsed.success) return ok(parsed.data)
      return err(fail('service-answer-invalid', `${url}${path} answers in an unknown form.`))
    }
    return refused(`${url}${path}`, said.value.status, said.value.json)
  }

  async function upload(path: string, signal?: AbortSignal): Promise<Result<string>> {
    const info = await attempt(
      () => stat(path),
      errno => readFailure(errno, path),
    )
    if (!info.ok) return info
    using quiet = new Quiet(pauseMs)
    try {
      const sound = inBounds(createReadStream(path), info.value.size, quiet)
      const response = await fetch(`${url}/sounds`, {
        method: 'POST',
        redirect: 'error',
        signal: untilLate(quiet, signal),
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(info.value.size),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: Readable.toWeb(Readable.from(sound)),
        duplex: 'half',
      })
      const json = jsonOf(await textOf(response, quiet))
      if (!response.ok) return refused(`${url}/sounds`, response.status, json)
      const parsed = z.object({ path: z.string().min(1) }).safeParse(json)
      if (parsed.success) return ok(parsed.data.path)
      return err(fail('service-answer-invalid', `${url}/sounds answers in an unknown form.`))
    } catch (thrown) {
      return err(brokenOff(url, 'while it was sent the sound', thrown))
    }
  }

  const one = (id: string): string => `/jobs/${encodeURIComponent(id)}`
  const manifest = () => ask('/manifest', serviceManifestSchema)
  return {
    manifest,
    health: () => ask('/health', serviceHealthSchema, { timeoutMs: 3000 }),
    async create({ path, params }, signal) {
      const who = path === undefined ? undefined : await manifest()
      if (who?.ok === false) return who
      const given =
        path !== undefined && who?.value.uploads === true ? await upload(path, signal) : ok(path)
      if (!given.ok) return given
      const json = { ...(given.value !== undefined && { path: given.value }), params }
      return ask('/jobs', createdSchema, { method: 'POST', json, signal, timeoutMs: 30_000 })
    },
    show: id => ask(one(id), serviceJobSchema),
    async cancel(id) {
      const gone = await ask(one(id), z.unknown(), { method: 'DELETE' })
      return gone.ok ? ask(one(id), serviceJobSchema) : gone
    },
    async fetch(id, file, target, signal) {
      using quiet = new Quiet(pauseMs)
      try {
        const response = await fetch(`${url}${one(id)}/files/${encodeURIComponent(file)}`, {
          redirect: 'error',
          signal: untilLate(quiet, signal),
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        })
        const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined
        if (!response.ok || body === undefined) {
          return refused(`${url}/jobs`, response.status, undefined)
        }
        return await attempt(
          () => pipeline(inBounds(body, fileBytes, quiet), createWriteStream(target)),
          errno => writeFailure(errno, target),
        )
      } catch (thrown) {
        return err(brokenOff(url, `while it sent ${file}`, thrown))
      }
    },
  }
}

function untilLate(quiet: Quiet, signal: AbortSignal | undefined): AbortSignal {
  return AbortSignal.any([quiet.signal, signal ?? AbortSignal.timeout(HOUR)])
}

async function textOf({ body }: Response, quiet: Quiet): Promise<string> {
  const parts: Uint8Array[] = []
  const all: AsyncIterable<Uint8Array> | undefined = body ?? undefined
  if (all !== undefined) for await (const part of inBounds(all, MOST_SAID, quiet)) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** fetch throws for whatever the network does. */
function brokenOff(url: string, when: string, thrown: unknown): Failure {
  return thrown instanceof TooMuch
    ? fail('service-answer-invalid', `${url} sent more than it may ${when}.`)
    : fail('service-offline', `${url} broke off ${when}.`)
}

/** Its own sentence is not ours to vouch for: a code that we know says it in our words. */
function refused(address: string, status: number, json: unknown): Result<never> {
  if (status === 401) return err(fail('service-token-wrong', `${address} wants another token.`))
  const said = failureSchema.safeParse(json)
  if (said.success && isCode(said.data.code)) {
    const detail = oneLine(said.data.message.split(failureCodes[said.data.code])[0] ?? '')
    return err(fail(said.data.code, detail.trim().slice(0, 300)))
  }
  if (status === 404) return err(fail('job-unknown', 'The service knows no such job.'))
  return err(fail('service-answer-invalid', `${address} answers with status ${status}.`))
}

export function isCode(code: string): code is FailureCode {
  return Object.hasOwn(failureCodes, code)
}
