import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'

/**
 * The network that an address is of: its /24, or /48 of IPv6, which is what one household or firm usually gets. With
 * a secret of the service over it: who reads the database learns no address.
 */
export function networkOf(address: string, secret: string): string {
  return createHmac('sha256', secret).update(prefixOf(address)).digest('base64url').slice(0, 22)
}

function prefixOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain.split('.').slice(0, 3).join('.')
  const [left = '', right] = plain.toLowerCase().split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const gap = right === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  const whole = [...head, ...Array.from({ length: gap }, () => '0'), ...tail]
  return whole
    .slice(0, 3)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
