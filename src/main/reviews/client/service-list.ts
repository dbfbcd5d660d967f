import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure, serially, writeDurably, writeFailure } from '../../kit'

const listSchema = z.object({
  services: z.array(z.object({ url: z.string(), name: z.string() })).max(50),
})

/** A service that is read, and how it fared. */
export interface ReadService {
  readonly url: string
  readonly name: string
  reason?: Failure | undefined
  readAt?: number | undefined
}

/** The services that the user added, in a file. */
export class ServiceList {
  readonly #path: string
  readonly #inTurn = serially()
  #services: readonly ReadService[] = []
  #revision = 0

  private constructor(path: string) {
    this.#path = path
  }

  static async open(path: string): Promise<ServiceList> {
    const list = new ServiceList(path)
    const text = await attempt(
      () => readFile(path, 'utf8'),
      errno => readFailure(errno, path),
    )
    const parsed = listSchema.safeParse(text.ok ? jsonOf(text.value) : undefined)
    if (parsed.success) list.#services = parsed.data.services
    return list
  }

  get all(): readonly ReadService[] {
    return this.#services
  }

  /** Counts the changes. */
  get revision(): number {
    return this.#revision
  }

  add(service: ReadService): Promise<Result<void>> {
    return this.#set(services => [...services.filter(({ url }) => url !== service.url), service])
  }

  remove(url: string): Promise<Result<void>> {
    return this.#set(services => services.filter(service => service.url !== url))
  }

  #set(
    change: (services: readonly ReadService[]) => readonly ReadService[],
  ): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const next = change(this.#services)
      const made = await attempt(
        () => mkdir(dirname(this.#path), { recursive: true }),
        errno => writeFailure(errno, this.#path),
      )
      if (!made.ok) return made
      const services = next.map(({ url, name }) => ({ url, name }))
      const written = await writeDurably(this.#path, JSON.stringify({ services }, undefined, 2))
      if (!written.ok) return written
      this.#services = next
      this.#revision++
      return ok()
    })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
