import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses that are not of the public network (IANA’s special-purpose registries). */
const special = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  special.addSubnet(net, bits, 'ipv6')
}

/** Whether an address lies inside this machine or network, or means no single machine at all. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.split('%')[0] ?? ''
  const kind = isIP(plain)
  if (kind === 0) return true
  // An IPv4 address in the clothes of the other kind: Node’s list knows it as what it is.
  return special.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}

/**
 * Whether a name says itself that it is of this machine or this network: only those may lead there, so that no public name
 * that a plugin was granted can be turned to what lies behind the firewall (DNS rebinding).
 */
export function isLocalName(host: string): boolean {
  if (isIP(host) !== 0) return isPrivateAddress(host)
  if (!host.includes('.')) return true
  return /\.(?:localhost|local|lan|internal|home\.arpa|test)$/.test(host)
}

/** The host of an address as it is compared: lower case, no brackets, no dot at its end. */
export function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

/**
 * Whether a scope of a manifest covers a host. `api.example.org` covers that host, `*.example.org` all below it, and `*`
 * every public one; with `:8080` behind it only that port. A star never covers an address of this network: that is named as it is.
 */
export function covers(scope: string, host: string, port: number): boolean {
  const found = /^(?<name>\[[^\]]+\]|[^:]+)(?::(?<port>\d+))?$/.exec(scope.toLowerCase())
  const name = found?.groups?.['name']?.replace(/^\[|\]$/g, '')
  const only = found?.groups?.['port']
  if (name === undefined || (only !== undefined && Number(only) !== port)) return false
  if (name === host) return true
  if (isLocalName(host)) return false
  return name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)))
}
