import { isIP } from 'node:net'
import { err, fail, ok, type Result } from '#shared/kit'

/** The address of a service in one spelling: https, or http within this machine or network. */
export function serviceAddress(text: string): Result<string> {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return refused('This is no web address.')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return refused('It holds more than a host and a path.')
  }
  if (url.protocol === 'http:' && !isNear(url.hostname)) {
    return refused('Whatever lies between could read and change the sounds.')
  }
  return ok(`${url.origin}${url.pathname.replace(/\/+$/, '')}`)
}

function isNear(host: string): boolean {
  if (host === '[::1]') return true
  if (isIP(host) !== 0) return /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host)
  return !host.includes('.') || /\.(?:localhost|local|lan|internal|home\.arpa)$/.test(host)
}

const refused = (what: string): Result<never> => err(fail('service-address-invalid', what))
