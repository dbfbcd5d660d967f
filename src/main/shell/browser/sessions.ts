import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { systemClock, type Clock } from '../../kit'

const IDLE_MS = 7 * 24 * 60 * 60 * 1000
const MOST = 64

/**
 * Who may talk to this server. A launch token is printed or opened once and traded for a session, which a
 * browser keeps as a cookie and a script sends as a bearer. Only hashes are kept, and compared in constant
 * time, so that neither memory nor timing tells a secret.
 */
export class Sessions {
  readonly #launches: Buffer[] = []
  #sessions: { readonly hash: Buffer; seen: number }[] = []

  readonly #clock: Pick<Clock, 'monotonic'>

  constructor(clock: Pick<Clock, 'monotonic'> = systemClock) {
    this.#clock = clock
  }

  /** A new launch token. It works once. */
  mint(): string {
    const token = secret()
    this.#launches.push(digest(token))
    if (this.#launches.length > MOST) this.#launches.shift()
    return token
  }

  /** A session for a launch token, or undefined where the token is wrong or was used before. */
  redeem(token: string): string | undefined {
    const index = find(this.#launches, digest(token))
    if (index < 0) return undefined
    this.#launches.splice(index, 1)
    const session = secret()
    this.#sessions.push({ hash: digest(session), seen: this.#clock.monotonic() })
    if (this.#sessions.length > MOST) this.#sessions.shift()
    return session
  }

  /** Whether a session stands; it lives on for a week from here. */
  has(session: string): boolean {
    const now = this.#clock.monotonic()
    this.#sessions = this.#sessions.filter(({ seen }) => now - seen < IDLE_MS)
    const hashes = this.#sessions.map(({ hash }) => hash)
    const found = this.#sessions[find(hashes, digest(session))]
    if (found !== undefined) found.seen = now
    return found !== undefined
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Looks at every entry whatever it finds, so that the time taken says nothing. */
function find(hashes: readonly Buffer[], wanted: Buffer): number {
  return hashes.reduce((found, hash, index) => (timingSafeEqual(hash, wanted) ? index : found), -1)
}
