import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import type { Clock } from '../../kit'
import { failureStatus } from './status'
import { createReviews } from '../client/create-reviews'
import { authorOf, signStatement, type ReviewStatement } from '../signed-review'
import { openReviews } from '../service/open-reviews'
import { startReviewsServer } from '../service/reviews-server'

export const START = Date.UTC(2026, 10, 21)

/** A clock that tests turn. */
export class TestClock implements Clock {
  time = START
  now() {
    return this.time
  }
  monotonic() {
    return this.time
  }
}

/** A service in a folder of its own, on a free port. */
export async function serving(clock: TestClock, port = 0, kept?: string) {
  await using stack = new AsyncDisposableStack()
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'wireharp-reviews-')))
  if (kept === undefined) stack.defer(() => rm(folder, { recursive: true, force: true }))
  const { desk } = stack.use(unwrap(openReviews(folder, clock)))
  const bugs: unknown[] = []
  const options = {
    desk,
    clock,
    name: 'Test',
    port,
    statusOf: failureStatus,
    reportBug: (error: unknown) => void bugs.push(error),
  }
  const server = stack.use(await startReviewsServer(options))
  const all = stack.move()
  return {
    url: server.origin,
    desk,
    bugs,
    folder,
    send: (body: unknown) => call(`${server.origin}/v1/reviews`, body),
    get: (path: string, token?: string) => call(server.origin + path, undefined, token),
    post: (path: string, body: unknown, token?: string) => call(server.origin + path, body, token),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** The app’s side of it, with folders of its own. */
export async function reading(clock: TestClock, kept?: string) {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'wireharp-reader-')))
  const below = (name: string) => join(folder, name)
  const paths = { data: below('data'), config: below('config'), cache: below('cache') }
  const reviews = await createReviews({ paths, clock })
  return {
    ...reviews,
    folder,
    [Symbol.asyncDispose]: () =>
      kept === undefined ? rm(folder, { recursive: true, force: true }) : Promise.resolve(),
  }
}

/** Somebody who writes reviews without the app. */
export function author() {
  const { privateKey: key } = generateKeyPairSync('ed25519')
  const name = authorOf(key)
  const statement = (change: Partial<ReviewStatement> = {}): ReviewStatement => ({
    format: 1,
    kind: 'review',
    plugin: 'tape',
    version: '1.0.0',
    author: name,
    at: START,
    stars: 5,
    text: 'Good.',
    name: 'Ada',
    ...change,
  })
  return {
    key,
    name,
    statement,
    review: (change?: Partial<ReviewStatement>) => signStatement(statement(change), key),
  }
}

async function call(url: string, body: unknown, token?: string) {
  const response = await fetch(url, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  })
  const text = await response.text()
  const json: unknown = /^[[{]/.test(text) && !text.includes('}\n{') ? JSON.parse(text) : undefined
  return { status: response.status, json, text }
}
