import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { errnoOf, writeFailure } from '../kit'
import { follow } from './follow'
import { freeBytes, PartFile, realDisk, type PartDisk } from './part-file'

export interface FetchWish {
  readonly urls: readonly string[]
  /** Where the whole file goes; what is there so far lies beside it as `.part`. */
  readonly path: string
  readonly bytes: number
  readonly sha256?: string | undefined
  readonly signal: AbortSignal
  readonly onBytes: (held: number, total: number) => void
  readonly log: (text: string) => void
  readonly disk?: PartDisk
  readonly patience?: Patience
}

export interface Patience {
  /** Milliseconds without a byte after which a connection counts as dead. */
  readonly stall: number
  /** Before the first new try; each further one waits twice as long. */
  readonly pause: number
  /** Tries in a row that bring nothing before the next address is asked. */
  readonly tries: number
}

const usualPatience: Patience = { stall: 30_000, pause: 500, tries: 5 }
/** Left free on the disk for all else. */
const SPARE = 64 * 1024 * 1024

/** `again`: the same address may do better; `next`: it will not; `over`: none will. */
type Try =
  | { readonly kind: 'done'; readonly sha256: string }
  | { readonly kind: 'again' | 'next' | 'over'; readonly failure: Failure }

/**
 * Downloads a file to where it belongs: whole and of its hash, or not at all. It goes on from what is there (`Range`, held
 * by `If-Range` to the same file), tries again, and asks the mirrors in turn.
 */
export async function fetchFile(
  wish: FetchWish,
): Promise<Result<{ readonly sha256: string; readonly bytes: number }>> {
  const { disk = realDisk, patience = usualPatience } = wish
  try {
    await using part = await PartFile.open(wish.path, disk)
    const room = await enoughRoom(wish, part.held, disk)
    if (!room.ok) return room
    let failure = fail('download-failed', 'Its manifest names no address.')
    for (const url of wish.urls) {
      let idle = 0
      while (idle < patience.tries) {
        const before = part.held
        const tried = await tryOnce(url, wish, part, patience)
        if (tried.kind === 'done') return ok({ sha256: tried.sha256, bytes: part.held })
        failure = tried.failure
        if (tried.kind === 'over') return err(failure)
        if (tried.kind === 'next') break
        idle = part.held > before ? 0 : idle + 1
        wish.log(`${failure.message} ${part.held} bytes are here.`)
        await wait(Math.min(8000, patience.pause * 2 ** idle), undefined, { signal: wish.signal })
      }
      wish.log(failure.message)
    }
    return err(failure)
  } catch (error) {
    if (wish.signal.aborted) return err(fail('job-stopped', 'The download was stopped.'))
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    return err(writeFailure(errno, wish.path))
  }
}

async function enoughRoom(wish: FetchWish, held: number, disk: PartDisk): Promise<Result<void>> {
  const free = await freeBytes(dirname(wish.path), disk)
  if (!free.ok) return free
  const wanted = Math.max(0, wish.bytes - held) + SPARE
  if (free.value >= wanted) return ok()
  const short = Math.ceil((wanted - free.value) / 1e6)
  return err(fail('disk-full', `${short} MB more are needed for ${wish.path}.`))
}

async function tryOnce(
  url: string,
  wish: FetchWish,
  part: PartFile,
  patience: Patience,
): Promise<Try> {
  const stop = new AbortController()
  const signal = AbortSignal.any([wish.signal, stop.signal])
  let timer = setTimeout(() => stop.abort(), patience.stall)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stop.abort(), patience.stall)
  }
  try {
    return await receive(url, wish, part, signal, alive)
  } catch (error) {
    if (wish.signal.aborted) return over(fail('job-stopped', 'The download was stopped.'))
    if (stop.signal.aborted) return again(`${hostOf(url)} sent nothing for too long.`)
    const errno = errnoOf(error)
    if (errno === 'ENOSPC') return over(writeFailure(errno, wish.path))
    // What the network throws has many forms; none is a bug of ours.
    return again(`The connection to ${hostOf(url)} broke.`)
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

async function receive(
  url: string,
  wish: FetchWish,
  part: PartFile,
  signal: AbortSignal,
  alive: () => void,
): Promise<Try> {
  const { meta } = part
  // Without a mark of the file, only a known hash can tell whether the rest belongs to what is here.
  const goesOn =
    part.held > 0 &&
    (meta?.url === url && meta.etag !== undefined ? true : wish.sha256 !== undefined)
  const headers: Record<string, string> = { 'accept-encoding': 'identity' }
  if (goesOn) {
    headers['range'] = `bytes=${part.held}-`
    if (meta?.url === url && meta.etag !== undefined) headers['if-range'] = meta.etag
  }
  const followed = await follow(url, { headers, signal })
  if (!followed.ok) return { kind: 'next', failure: followed.error }
  const { response, stated } = followed.value
  alive()
  const { status } = response
  const range = rangeOf(response.headers.get('content-range'))
  if (status === 416 && goesOn) {
    await response.body?.cancel()
    if (range?.total === part.held) return settle(wish, part, stated)
    await part.begin({ url })
    return again('The part that was here did not belong to the file.')
  }
  if (status !== 200 && status !== 206) {
    await response.body?.cancel()
    const failure = fail('download-failed', `${hostOf(url)} answered ${status}.`)
    const later = status === 408 || status === 429 || status >= 500
    return { kind: later ? 'again' : 'next', failure }
  }
  const follows = status === 206 && range?.from === part.held && goesOn
  if (status === 206 && !follows) {
    await response.body?.cancel()
    await part.begin({ url })
    return again(`${hostOf(url)} sent another part than it was asked for.`)
  }
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const total = (follows ? part.held : 0) + length
  const problem = sizeProblem(wish, Number.isNaN(total) ? undefined : total)
  if (problem !== undefined) {
    await response.body?.cancel()
    return { kind: 'next', failure: problem }
  }
  if (!follows) {
    const etag = strongTag(response.headers.get('etag'))
    await part.begin({ url, ...(etag !== undefined && { etag }) })
  }
  const limit = mostBytes(wish)
  const body: AsyncIterable<Uint8Array> | null = response.body
  for await (const chunk of body ?? []) {
    alive()
    if (part.held + chunk.byteLength > limit) {
      await part.discard()
      return { kind: 'next', failure: fail('download-damaged', `${hostOf(url)} sends too much.`) }
    }
    const written = await part.append(chunk)
    if (!written.ok) return over(written.error)
    wish.onBytes(part.held, Number.isNaN(total) ? wish.bytes : total)
  }
  if (!Number.isNaN(total) && part.held < total) return again(`${hostOf(url)} broke off.`)
  return settle(wish, part, stated)
}

/** What has come is whole: it is the file, or nothing of it stays. */
async function settle(wish: FetchWish, part: PartFile, stated: string | undefined): Promise<Try> {
  const { sha256 } = part
  const wanted = wish.sha256 ?? stated
  if (wanted !== undefined && wanted !== sha256) {
    await part.discard()
    const name = wish.path.split(/[/\\]/).at(-1) ?? ''
    const failure = fail('download-damaged', `“${name}” is not the file that its manifest names.`)
    return { kind: 'next', failure }
  }
  const finished = await part.finish(dirname(wish.path))
  return finished.ok ? { kind: 'done', sha256 } : over(finished.error)
}

function sizeProblem(wish: FetchWish, total: number | undefined): Failure | undefined {
  if (total === undefined) return undefined
  if (wish.sha256 !== undefined && total !== wish.bytes) {
    return fail('download-damaged', `It would be ${total} bytes, not ${wish.bytes}.`)
  }
  if (total <= mostBytes(wish)) return undefined
  return fail('download-damaged', `It would be ${total} bytes; ${wish.bytes} were agreed to.`)
}

/** Where no hash is known the size is about right: what was agreed to, and as much again at most. */
function mostBytes({ bytes, sha256 }: FetchWish): number {
  return sha256 === undefined ? bytes * 2 + 65_536 : bytes
}

function strongTag(etag: string | null): string | undefined {
  return etag?.startsWith('"') === true ? etag : undefined
}

function rangeOf(header: string | null) {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(header ?? '')
  return found === null ? undefined : { from: Number(found[1]), total: Number(found[2]) }
}

const hostOf = (url: string): string => new URL(url).host
const over = (failure: Failure): Try => ({ kind: 'over', failure })
const again = (detail: string): Try => ({ kind: 'again', failure: fail('download-failed', detail) })
