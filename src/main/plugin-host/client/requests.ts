import { parse as parseJson } from 'secure-json-parse'
import { isPlainJson } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { serially } from '../../kit'
import type { HostRequest } from '../protocol'
import type { HostedPlugin, HostEvents } from './hosted-plugin'

/** Requests of one plugin that wait for an answer at a time. Its own wrapper asks for no more. */
const MOST_REQUESTS = 256
/** Letters that those hold together: what waits for a person, or for the disk, lies in the app’s memory. */
const MOST_HELD = 32 * 2 ** 20
/** Answers that nobody takes: a host of ours takes them as they come. */
const MOST_UNSENT = 20_000
/** Answers of megabytes: two of a kind at a time, and the next when the plugin has taken one. */
const long: ReadonlySet<string> = new Set([
  'files.readText',
  'files.readBytes',
  'files.list',
  'storage.get',
  'storage.keys',
  'work.read',
  'project.read',
])

export interface RequestsParts {
  readonly key: string
  readonly plugin: Pick<HostedPlugin, 'id' | 'name'>
  readonly events: Pick<HostEvents, 'request'>
  readonly send: (request: HostRequest) => boolean
  /** When the process has taken what was sent to it: false where it is gone. */
  readonly taken: () => Promise<boolean>
  readonly kill: (reason: 'flood') => void
}

/** What one plugin asks for, and how the answers go back: no faster than it takes them. */
export class Requests {
  readonly #parts: RequestsParts
  readonly #sending = serially()
  readonly #lanes = new Map<string, (task: () => Promise<void>) => Promise<void>>()
  #waiting = 0
  #held = 0
  #unsent = 0

  constructor(parts: RequestsParts) {
    this.#parts = parts
  }

  async answer(request: number, method: string, args: string): Promise<void> {
    const { plugin } = this.#parts
    if (this.#waiting >= MOST_REQUESTS || this.#held + args.length > MOST_HELD) {
      const busy = fail('plugin-busy', `${plugin.name} waits for too many answers.`)
      return this.#send(request, err(busy))
    }
    this.#waiting += 1
    this.#held += args.length
    const whole = async () => this.#send(request, await this.#resultOf(method, args))
    await (long.has(method) ? this.#lane(method)(whole) : whole())
    this.#held -= args.length
    this.#waiting -= 1
  }

  #lane(method: string): (task: () => Promise<void>) => Promise<void> {
    const [kind = ''] = method.split('.')
    const known = this.#lanes.get(kind)
    if (known !== undefined) return known
    const pair = [serially(), serially()]
    let turn = 0
    const lane = async (task: () => Promise<void>) => pair[turn++ % 2]?.(task)
    this.#lanes.set(kind, lane)
    return lane
  }

  async #send(request: number, result: Result<unknown>): Promise<void> {
    const { key, send, taken, kill } = this.#parts
    this.#unsent += 1
    if (this.#unsent > MOST_UNSENT) return kill('flood')
    await this.#sending(async () => {
      if (!(await taken())) return
      const value: unknown = result.ok
        ? result.value
        : { code: result.error.code, message: result.error.message }
      const text = value === undefined ? 'null' : JSON.stringify(value)
      send({ kind: 'answer', plugin: key, request, isOk: result.ok, text })
    })
    this.#unsent -= 1
  }

  async #resultOf(method: string, args: string): Promise<Result<unknown>> {
    const { events, plugin } = this.#parts
    const given = plainJson(args)
    return given.ok
      ? events.request(plugin.id, method, given.value)
      : err(fail('request-invalid', `${plugin.name} asked in a wrong form.`))
  }
}

/** What came as JSON of a plugin, where nothing of it reaches for a prototype. */
export function plainJson(text: string): Result<unknown> {
  const value = parsed(text)
  if (value !== undefined && isPlainJson(value)) return ok(value)
  return err(fail('request-invalid', 'This is no plain JSON.'))
}

function parsed(text: string): unknown {
  try {
    return parseJson(text, { protoAction: 'error', constructorAction: 'error' })
  } catch {
    return undefined
  }
}
