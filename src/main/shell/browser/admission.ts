import type { IncomingMessage } from 'node:http'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Sessions } from './sessions'

/** The one address under which the server is reached: `127.0.0.1:<port>`. */
export interface Address {
  readonly host: string
  readonly origin: string
}

export function addressOf(port: number): Address {
  const host = `127.0.0.1:${port}`
  return { host, origin: `http://${host}` }
}

/**
 * Whether a request was made to this server by its printed address. A page of another site whose name was
 * made to point here (DNS rebinding) arrives with that name; so only the exact host counts, once, and an
 * absolute address in the request line counts as another host.
 */
export function admitHost(request: IncomingMessage, { host }: Address): Result<void> {
  const hosts = headerValues(request, 'host')
  const direct = request.url?.startsWith('/') === true && !request.url.startsWith('//')
  if (direct && hosts.length === 1 && hosts[0] === host) return ok()
  return err(fail('host-refused', 'This address is not the one that Wireharp listens to.'))
}

/**
 * Whether a request comes from this server's own page. Browsers name the origin with everything that can
 * change something, so where that is asked for, none is as wrong as a foreign one. A script that shows its
 * session itself, as a bearer, is no browser that was tricked.
 */
export function admitOrigin(
  request: IncomingMessage,
  { origin }: Address,
  { required }: { required: boolean },
): Result<void> {
  const refused = err(fail('origin-refused', 'The request comes from another page.'))
  const origins = headerValues(request, 'origin')
  if (origins.length > 1 || origins.some(value => value !== origin)) return refused
  return origins.length === 0 && required && bearer(request) === undefined ? refused : ok()
}

/**
 * What the browser itself says of where a request comes from. A link to the page may be followed from
 * anywhere: the page is no secret, and a session does not travel with such a request.
 */
export function admitSite({ headers }: IncomingMessage): Result<void> {
  const site = headers['sec-fetch-site'] ?? 'none'
  if (site === 'same-origin' || site === 'none' || headers['sec-fetch-mode'] === 'navigate') {
    return ok()
  }
  return err(fail('origin-refused', 'The request comes from another page.'))
}

/** Whether a request shows a session that stands. */
export function admitSession(
  request: IncomingMessage,
  sessions: Sessions,
  cookie: string,
): Result<void> {
  const shown = bearer(request)
  const secrets = shown === undefined ? cookies(request, cookie) : [shown]
  if (secrets.some(secret => sessions.has(secret))) return ok()
  return err(fail('token-wrong', 'This browser has not been let in.'))
}

/** Whether it shows its session itself: then no browser was tricked into sending it. */
export function showsBearer(request: IncomingMessage): boolean {
  return bearer(request) !== undefined
}

/** Cookies know no ports: with the port in the name, two running instances do not take each other's. */
export function cookieName(port: number): string {
  return `wireharp-${port}`
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer ([\w-]{1,128})$/.exec(request.headers.authorization ?? '')?.[1]
}

function cookies(request: IncomingMessage, name: string): string[] {
  return (request.headers.cookie ?? '')
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}=`))
    .map(pair => pair.slice(name.length + 1))
    .slice(0, 4)
}

/** Every value of a header as it was sent: Node keeps one of several. */
function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  )
}
