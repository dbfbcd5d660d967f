import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Grants, Wanting } from '../grants'
import { isLocalName, isPrivateAddress } from './addresses'
import { oscMessage, type OscArgument } from './osc-message'
import { resolveHost, type Resolve } from './resolve-host'

/** What fits into one packet of every network. */
const MOST_BYTES = 1400
/** Messages of one plugin in a second. */
const MOST_A_SECOND = 500

export interface OscWish {
  /** `host:port`. */
  readonly to: string
  /** `/mixer/1/gain`. */
  readonly address: string
  readonly args: readonly OscArgument[]
}

/**
 * OSC for plugins, by UDP: to the places and addresses that the manifest declares as scopes of its network right, such as
 * `osc://127.0.0.1:9000/mixer/*`. Each place is asked for once, like a host. A right for the web lets no OSC out, and the
 * other way round.
 */
export class OscBroker {
  readonly #grants: Pick<Grants, 'check'>
  readonly #resolve: Resolve
  readonly #paces = new Map<string, { second: number; sent: number }>()

  constructor({
    grants,
    resolve = resolveHost,
  }: {
    readonly grants: Pick<Grants, 'check'>
    readonly resolve?: Resolve
  }) {
    this.#grants = grants
    this.#resolve = resolve
  }

  async send(who: Wanting, { to, address, args }: OscWish): Promise<Result<void>> {
    const place = placeOf(to)
    if (place === undefined || !/^(\/[\w.~+-]+)+$/.test(address)) {
      return err(
        fail('network-refused', 'OSC goes to host:port, with an address such as /mixer/1.'),
      )
    }
    if (!this.#mayFollow(who.plugin)) {
      return err(fail('network-refused', `${who.name} sends too much at once.`))
    }
    const message = oscMessage(address, args)
    if (message.length > MOST_BYTES) {
      return err(fail('network-refused', 'The message is larger than one packet.'))
    }
    const { host, port } = place
    const target = `osc://${host}:${port}`
    const isPrivate = isLocalName(host)
    const allowed = await this.#grants.check(who, {
      right: 'network',
      target,
      permission: who.permissions.find(
        ({ right, scope = [] }) =>
          right === 'network' && scope.some(each => coversOsc(each, target, address)),
      ),
      isPrivate,
      detail: `OSC ${address}`,
    })
    if (!allowed.ok) return allowed
    const found = await this.#resolve(host)
    if (!found.ok) return found
    const [ip] = found.value
    if (ip === undefined || (!isPrivate && found.value.some(isPrivateAddress))) {
      return err(fail('network-refused', `${host} leads into this network, which its name hides.`))
    }
    return sent(message, ip, port)
  }

  #mayFollow(plugin: string): boolean {
    const second = Math.floor(performance.now() / 1000)
    const pace = this.#paces.get(plugin)
    if (pace?.second !== second) this.#paces.set(plugin, { second, sent: 1 })
    else pace.sent += 1
    return (this.#paces.get(plugin)?.sent ?? 0) <= MOST_A_SECOND
  }
}

/** Ports of the system are no mixers. */
function placeOf(to: string): { readonly host: string; readonly port: number } | undefined {
  const url = URL.parse(`osc://${to.toLowerCase()}`)
  const port = Number(url?.port)
  if (url === null || url.host !== to.toLowerCase() || port < 1024) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  return host === '' ? undefined : { host, port }
}

/** `osc://host:port/mixer/*` covers every address below `/mixer`; without an address all of that place. */
export function coversOsc(scope: string, target: string, address: string): boolean {
  const found = /^(osc:\/\/[^/*]+)(\/.*)?$/.exec(scope)
  const [, place, path = '/*'] = found ?? []
  if (place?.toLowerCase() !== target) return false
  return path.endsWith('/*') ? address.startsWith(path.slice(0, -1)) : address === path
}

function sent(message: Buffer, ip: string, port: number): Promise<Result<void>> {
  const socket = createSocket(isIPv6(ip) ? 'udp6' : 'udp4')
  const { promise, resolve } = Promise.withResolvers<Result<void>>()
  const failed = () => resolve(err(fail('network-failed', `Nothing can be sent to ${ip}:${port}.`)))
  socket.once('error', failed)
  socket.send(message, port, ip, error => (error === null ? resolve(ok()) : failed()))
  return promise.finally(() => socket.close())
}
