import { spawn, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { nodeBinary, rootFolder } from '../kit'
import { HostProcess } from './host-process'
import { isBirth, type Birth } from './nursery/messages'

interface Awaited {
  readonly born: (host: HostProcess | undefined) => void
  line?: unknown
  ended?: () => void
}

/** A small process that starts script hosts for this one, so that sound never waits for a start. */
export class HostNursery implements Disposable {
  readonly #child: ChildProcess
  readonly #hosts = new Map<number, Awaited>()
  #count = 0
  #lost = false

  constructor() {
    const script = join(rootFolder(), 'out/main/host-nursery.js')
    this.#child = spawn(nodeBinary(), ['--no-warnings', script, String(process.pid)], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { PATH: '', NODE_OPTIONS: '' },
    })
    this.#child.on('message', (said, socket) => {
      if (isBirth(said)) this.#hear(said, socket)
    })
    for (const end of ['error', 'exit', 'disconnect']) this.#child.once(end, () => this.#lose())
    this.#child.unref()
    this.#child.channel?.unref()
  }

  /** It takes no more orders. */
  get lost(): boolean {
    return this.#lost
  }

  /** `born` hears of the host in a later turn of the event loop; of nothing where it ended before. */
  order(born: Awaited['born']): void {
    this.#count += 1
    this.#hosts.set(this.#count, { born })
    this.#child.send({ host: this.#count }, error => {
      if (error !== null) this.#lose()
    })
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL')
    this.#lose()
  }

  #hear(birth: Birth, socket: unknown): void {
    const host = this.#hosts.get(birth.host)
    if (host === undefined) return
    if (birth.kind === 'line') host.line = socket
    else if (birth.kind === 'words') this.#bear(host, birth.pid, socket)
    else this.#end(birth.host, host)
  }

  #bear(host: Awaited, pid: number, words: unknown): void {
    // A socket that broke on its way comes as nothing: then the host is of no use, and ends by itself.
    if (!(host.line instanceof Socket && words instanceof Socket)) {
      for (const socket of [host.line, words]) if (socket instanceof Socket) socket.destroy()
      return
    }
    const onEnd = (listener: () => void) => {
      host.ended = listener
    }
    host.born(new HostProcess({ pid, line: host.line, words, onEnd }))
  }

  #end(number: number, { born, ended }: Awaited): void {
    this.#hosts.delete(number)
    if (ended === undefined) born(undefined)
    else ended()
  }

  /** Its hosts end with it. */
  #lose(): void {
    if (this.#lost) return
    this.#lost = true
    for (const [number, host] of this.#hosts) this.#end(number, host)
  }
}
