import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt } from '../../kit'

/** The addresses of a host; tests put their own in its place. */
export type Resolve = (host: string) => Promise<Result<readonly string[]>>

/** Asked once for each request, and the answer is the address that is called: no second answer can be another. */
export const resolveHost: Resolve = async host => {
  if (isIP(host) !== 0) return ok([host])
  const found = await attempt(
    () => lookup(host, { all: true, order: 'verbatim' }),
    errno => fail('network-failed', `There is no ${host} (${errno}).`),
  )
  if (!found.ok) return found
  const addresses = found.value.map(({ address }) => address)
  return addresses.length > 0 ? ok(addresses) : err(fail('network-failed', `There is no ${host}.`))
}
