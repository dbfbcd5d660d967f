import { fail, unreachable } from '#shared/kit'
import { problemOf, type HostReply, type HostRequest } from '../protocol'
import { Guest } from './guest'

/** Between two reports of what plugins use. */
const USAGE_MS = 1000

/** The plugins of this process. */
export class Hosting {
  readonly #guests = new Map<string, Guest>()
  readonly #say: (reply: HostReply) => void

  constructor(say: (reply: HostReply) => void) {
    this.#say = say
  }

  start(): void {
    setInterval(() => {
      for (const guest of this.#guests.values()) void guest.tellUsage()
    }, USAGE_MS).unref()
    this.#say({ kind: 'ready' })
  }

  take(request: HostRequest): void {
    switch (request.kind) {
      case 'load':
        return void this.#load(request)
      case 'call':
        return this.#call(request)
      case 'cancel':
        return this.#guests.get(request.plugin)?.enter([3, request.call])
      case 'answer':
        return this.#guests
          .get(request.plugin)
          ?.enter([1, request.request, request.isOk, request.text])
      case 'profile':
        return void this.#guests.get(request.plugin)?.profile(request.begins)
      case 'unload':
        this.#guests.get(request.plugin)?.[Symbol.dispose]()
        this.#guests.delete(request.plugin)
        return
      default:
        return unreachable(request)
    }
  }

  async #load(request: Extract<HostRequest, { kind: 'load' }>): Promise<void> {
    const { plugin } = request
    this.#guests.get(plugin)?.[Symbol.dispose]()
    const guest = await Guest.load(request, this.#say)
    if (guest.ok) this.#guests.set(plugin, guest.value)
    this.#say({ kind: 'loaded', plugin, ...(!guest.ok && { problem: problemOf(guest.error) }) })
  }

  #call({
    plugin,
    call,
    what,
    name,
    input,
    deadline,
  }: Extract<HostRequest, { kind: 'call' }>): void {
    const guest = this.#guests.get(plugin)
    if (guest !== undefined) return guest.enter([0, call, what, name, input, deadline])
    const { message } = fail('plugin-not-found', `${plugin} is not loaded.`)
    this.#say({ kind: 'done', plugin, call, isOk: false, text: message, stack: '' })
  }
}
