import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import type { Permission } from '#shared/graph'
import type { Grants, Wanting } from '../grants'
import { covers, hostOf, isLocalName, isPrivateAddress, portOf } from './addresses'
import { requestOnce, type OneReply } from './request-once'
import { resolveHost, type Resolve } from './resolve-host'

const MOST_REDIRECTS = 5
const MOST_BODY: Bytes = 2 ** 20
const MOST_HEADERS = 50
const TIMEOUT_MS = 15_000
/** Requests of one plugin at a time, and in a minute. */
const MOST_AT_ONCE = 6
const MOST_A_MINUTE = 240

export interface FetchWish {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** What a plugin may not say for itself. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'accept-encoding',
  'user-agent',
  'expect',
])

interface Pace {
  open: number
  readonly since: number[]
}

export interface NetworkBrokerParts {
  readonly grants: Pick<Grants, 'check'>
  readonly resolve?: Resolve
  readonly timeoutMs?: number
}

/**
 * HTTP for plugins, to hosts that the manifest names and the person granted. A name is resolved once, every address that
 * it has is checked, and that very address is called. Redirects are new requests: each is checked as the first was.
 */
export class NetworkBroker {
  readonly #grants: Pick<Grants, 'check'>
  readonly #resolve: Resolve
  readonly #timeoutMs: number
  readonly #paces = new Map<string, Pace>()

  constructor({ grants, resolve = resolveHost, timeoutMs = TIMEOUT_MS }: NetworkBrokerParts) {
    this.#grants = grants
    this.#resolve = resolve
    this.#timeoutMs = timeoutMs
  }

  async fetch(who: Wanting, wish: FetchWish): Promise<Result<OneReply>> {
    const pace = this.#paceOf(who.plugin)
    const now = performance.now()
    while (pace.since[0] !== undefined && now - pace.since[0] > 60_000) pace.since.shift()
    if (pace.open >= MOST_AT_ONCE || pace.since.length >= MOST_A_MINUTE) {
      return err(fail('network-refused', `${who.name} asks for too much at once.`))
    }
    pace.since.push(now)
    pace.open += 1
    try {
      return await this.#follow(who, wish)
    } finally {
      pace.open -= 1
    }
  }

  async #follow(who: Wanting, wish: FetchWish): Promise<Result<OneReply>> {
    const deadline = performance.now() + this.#timeoutMs
    let { url, method, body } = wish
    let headers = headersOf(who, wish)
    if (headers === undefined || (body !== undefined && body.length > MOST_BODY)) {
      return err(fail('network-refused', 'The request is larger than a plugin may send.'))
    }
    for (let turn = 0; turn <= MOST_REDIRECTS; turn++) {
      const target = targetOf(url)
      if (!target.ok) return target
      const address = await this.#admit(who, target.value, method)
      if (!address.ok) return address
      const timeoutMs = Math.max(1, Math.round(deadline - performance.now()))
      const reply = await requestOnce({
        url: target.value,
        address: address.value,
        method,
        headers,
        timeoutMs,
        ...(body !== undefined && { body }),
      })
      if (!reply.ok) return reply
      const { status } = reply.value
      const location = reply.value.headers['location']
      if (status < 300 || status >= 400 || location === undefined) return reply
      const next = URL.parse(location, target.value.href)
      if (next === null) return err(fail('network-failed', `${target.value.host} leads nowhere.`))
      // As browsers do: what was posted is not posted again, and secrets stay with the host that they were for.
      if (status === 303 || (method === 'POST' && status < 303)) {
        method = 'GET'
        body = undefined
      }
      if (next.origin !== target.value.origin) headers = withoutSecrets(headers)
      url = next.href
    }
    return err(fail('network-failed', `${url} leads on and on.`))
  }

  /** The address to call, where the plugin may call it. Names are looked up only for who may. */
  async #admit(who: Wanting, url: URL, method: string): Promise<Result<string>> {
    const [host, port] = [hostOf(url), portOf(url)]
    const isPrivate = isLocalName(host)
    const allowed = await this.#grants.check(who, {
      right: 'network',
      target: url.port === '' ? host : `${host}:${port}`,
      permission: coveringHost(who.permissions, host, port),
      isPrivate,
      detail: `${method} ${url.origin}${url.pathname}`,
    })
    if (!allowed.ok) return allowed
    const found = await this.#resolve(host)
    if (!found.ok) return found
    if (!isPrivate && found.value.some(isPrivateAddress)) {
      return err(fail('network-refused', `${host} leads into this network, which its name hides.`))
    }
    const [address] = found.value
    return address === undefined ? err(fail('network-failed', `There is no ${host}.`)) : ok(address)
  }

  #paceOf(plugin: string): Pace {
    const known = this.#paces.get(plugin)
    if (known !== undefined) return known
    const pace: Pace = { open: 0, since: [] }
    this.#paces.set(plugin, pace)
    return pace
  }
}

/** A permission without scope covers every public host. */
function coveringHost(
  permissions: readonly Permission[],
  host: string,
  port: number,
): Permission | undefined {
  return permissions.find(
    ({ right, scope = ['*'] }) =>
      right === 'network' && scope.some(each => covers(each, host, port)),
  )
}

/** Ports of mail, shells and printers are no web servers, and would take an HTTP request for commands. */
function targetOf(text: string): Result<URL> {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return err(fail('network-refused', `“${text.slice(0, 100)}” is no address of the web.`))
  }
  if (url.username !== '' || url.password !== '') {
    return err(fail('network-refused', 'An address must not hold a name or a password.'))
  }
  const port = portOf(url)
  if (port !== 80 && port !== 443 && port < 1024) {
    return err(fail('network-refused', `Port ${port} is none of the web.`))
  }
  url.hash = ''
  return ok(url)
}

function headersOf({ plugin }: Wanting, wish: FetchWish): Record<string, string> | undefined {
  const given = Object.entries(wish.headers)
  const isFine = given.every(
    ([name, value]) =>
      /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name) &&
      value.length <= 8000 &&
      !/[^\t\x20-\x7e\x80-\xff]/.test(value),
  )
  if (!isFine || given.length > MOST_HEADERS) return undefined
  const own = given
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !ownHeaders.has(name))
  return {
    ...Object.fromEntries(own),
    'user-agent': `Wireharp (plugin ${plugin})`,
    'accept-encoding': 'identity',
    ...(wish.body !== undefined && { 'content-length': String(Buffer.byteLength(wish.body)) }),
  }
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  const secret = new Set(['authorization', 'cookie', 'content-length', 'content-type'])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name)))
}
