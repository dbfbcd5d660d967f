import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { integrityOf } from '../../plugins/packages'
import { describePackage } from '../registries/read-folder'

/** What a registry answers to a path instead of what it should. */
export type Instead = (response: ServerResponse) => void

/** A package as it is offered, and what is said of it that is not so. */
export interface OfferedFile {
  readonly bytes: Buffer
  /** What is handed out in its place. */
  readonly handed?: Buffer
  readonly signature?: string
}

/** A registry of npm’s kind that does what it is told, also what none should. */
export class NpmDouble implements AsyncDisposable {
  /** By the beginning of the path. */
  readonly instead = new Map<string, Instead>()
  address = ''
  /** Without it nobody is let in. */
  token: string | undefined
  readonly #answers = new Map<string, string | Buffer>()
  readonly #server = createServer((request, response) => {
    const url = request.url ?? '/'
    const other = [...this.instead].find(([start]) => url.startsWith(start))?.[1]
    if (other !== undefined) return other(response)
    const { authorization } = request.headers
    if (this.token !== undefined && authorization !== `Bearer ${this.token}`) {
      return void response.writeHead(401).end()
    }
    const answer = this.#answers.get(url.split('?')[0] ?? '')
    if (answer === undefined) response.writeHead(404)
    return void response.end(answer ?? '')
  })

  async start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.listen(0, '127.0.0.1', resolve)
    await promise
    const at = this.#server.address()
    this.address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`
  }

  /** Answers a path with a text. */
  says(path: string, text: string): void {
    this.#answers.set(path, text)
  }

  /** Says that it countersigns all that it hands out. */
  signsWith(key: KeyObject): void {
    const der = createPublicKey(key).export({ type: 'spki', format: 'der' })
    const keys = [{ keyid: 'own', key: der.toString('base64') }]
    this.#answers.set('/-/npm/v1/keys', JSON.stringify({ keys }))
  }

  async offer(...files: readonly OfferedFile[]): Promise<void> {
    const versions: Record<string, unknown> = {}
    let [name, newest] = ['', '']
    for (const { bytes, handed, signature } of files) {
      const described = await describePackage(bytes, 'x')
      if (!described.ok) throw new Error(described.error.message)
      const { id, version, document } = described.value
      const path = `/${id}/-/${version}.tgz`
      const dist = {
        ...document.dist,
        tarball: this.address + path,
        ...(signature !== undefined && { signatures: [{ keyid: 'own', sig: signature }] }),
      }
      versions[version] = { ...document, dist }
      this.#answers.set(path, handed ?? bytes)
      name = id
      newest = version
    }
    this.#answers.set(`/${name}`, JSON.stringify({ name, versions, time: {} }))
    const found = { package: { name, version: newest, keywords: ['wireharp-plugin'] } }
    this.#answers.set('/-/v1/search', JSON.stringify({ objects: [found], total: 1 }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return
    this.#server.closeAllConnections()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    await promise
  }
}

/** By which a registry says that a version is just these bytes. */
export function countersigned(key: KeyObject, id: string, version: string, bytes: Buffer): string {
  const message = Buffer.from(`${id}@${version}:${integrityOf(bytes)}`)
  return sign(undefined, message, key).toString('base64')
}
