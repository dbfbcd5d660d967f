import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { FetchLimits } from '../market-parts'
import { mayLead } from './address'

const REDIRECTS = 5

export interface FetchWish {
  readonly url: string
  /** The registry’s, where it is another. */
  readonly base?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly mostBytes: number
  readonly limits: FetchLimits
  readonly signal?: AbortSignal
  /** Hears of every piece as it comes. */
  readonly onBytes?: (piece: Uint8Array) => void
}

export interface Fetched {
  readonly status: number
  readonly headers: Headers
  /** What came. Of one that broke off: what had come by then. */
  readonly bytes: Buffer
  /** Why it broke off. */
  readonly broken?: Failure
}

/** Fetches something that is neither too large, nor too slow, nor elsewhere. Never throws. */
export async function fetchLimited(wish: FetchWish): Promise<Result<Fetched>> {
  const stop = new AbortController()
  const signal = AbortSignal.any([
    stop.signal,
    AbortSignal.timeout(wish.limits.totalMs),
    ...(wish.signal === undefined ? [] : [wish.signal]),
  ])
  const idle = new IdleTimer(wish.limits.idleMs, stop)
  try {
    const answered = await follow(wish, signal)
    if (!answered.ok) return answered
    const { status, headers, body } = answered.value
    const pieces: Uint8Array[] = []
    const broken = await readAll(body, { ...wish, signal, idle, pieces })
    const bytes = Buffer.concat(pieces)
    return ok({ status, headers, bytes, ...(broken && { broken }) })
  } catch (thrown) {
    return err(failureOf(thrown, wish, signal))
  } finally {
    idle.end()
    stop.abort()
  }
}

async function follow(wish: FetchWish, signal: AbortSignal): Promise<Result<Response>> {
  let url = new URL(wish.url)
  const base = new URL(wish.base ?? wish.url)
  for (let count = 0; count <= REDIRECTS; count++) {
    if (!mayLead(base, url)) return err(refused(wish, `leads to ${url.host}`))
    const isHome = url.host === base.host
    const { authorization: _secret, ...open } = wish.headers ?? {}
    const headers = { 'user-agent': 'wireharp', ...(isHome ? wish.headers : open) }
    const response = await fetch(url.href, { redirect: 'manual', headers, signal })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return ok(response)
    await response.body?.cancel()
    const next = URL.parse(location, url.href)
    if (next === null) return err(refused(wish, 'leads nowhere'))
    url = next
  }
  return err(refused(wish, 'leads on and on'))
}

interface Reading extends FetchWish {
  readonly signal: AbortSignal
  readonly idle: IdleTimer
  readonly pieces: Uint8Array[]
}

/** Reads to the end; answers why it broke off. */
async function readAll(body: Response['body'], reading: Reading): Promise<Failure | undefined> {
  const { mostBytes, limits, idle, pieces, onBytes } = reading
  if (body === null) return undefined
  const began = performance.now()
  let size = 0
  try {
    const reader = body.getReader()
    for (;;) {
      const read: { readonly done: boolean; readonly value?: unknown } = await reader.read()
      const { value: piece } = read
      if (read.done || !(piece instanceof Uint8Array)) return undefined
      idle.touch()
      size += piece.length
      if (size > mostBytes) {
        return fail('package-too-large', `${shownUrl(reading.url)} goes on and on.`)
      }
      pieces.push(piece)
      onBytes?.(piece)
      const took = performance.now() - began
      if (took > limits.graceMs && (size * 1000) / took < limits.leastRate) {
        return fail('package-too-slow', `${shownUrl(reading.url)} comes drop by drop.`)
      }
    }
  } catch (thrown) {
    return failureOf(thrown, reading, reading.signal)
  }
}

class IdleTimer {
  readonly #ms: number
  readonly #stop: AbortController
  #timer: NodeJS.Timeout

  constructor(ms: number, stop: AbortController) {
    this.#ms = ms
    this.#stop = stop
    this.#timer = this.#start()
  }

  touch(): void {
    clearTimeout(this.#timer)
    this.#timer = this.#start()
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#stop.abort(new DOMException('idle', 'TimeoutError')), this.#ms)
  }
}

function failureOf(thrown: unknown, { url }: FetchWish, signal: AbortSignal): Failure {
  const reason: unknown = signal.aborted ? signal.reason : thrown
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return fail('package-too-slow', `${shownUrl(url)} does not come.`)
  }
  if (signal.aborted) return fail('job-stopped', 'It was cancelled.')
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  const said = cause instanceof Error ? cause.message : String(cause)
  return fail('registry-unreachable', `${shownUrl(url)} cannot be fetched: ${said.slice(0, 160)}.`)
}

function refused({ url }: FetchWish, why: string): Failure {
  return fail('registry-refused', `${shownUrl(url)} ${why}.`)
}

/** Without what is asked: it says nothing to a reader. */
export function shownUrl(url: string): string {
  const [place = ''] = url.split('?', 1)
  return place.length > 120 ? `${place.slice(0, 120)}…` : place
}
