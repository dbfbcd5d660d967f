import { spawn, type ChildProcess } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Bytes } from '#shared/kit'
import { nodeBinary, rootFolder } from '../kit'
import { HostLine } from './host-line'
import { isLastWords, type LastWords } from './last-words'

/** See `docs/decisions`: without the first, optimised code is often never installed in isolates. */
const FLAGS = ['--no-concurrent-recompilation', '--no-node-snapshot', '--no-warnings']
const STANDARD_OUTPUT = 1
const LINE = 3
const PAGE: Bytes = 4096

/** Whether script hosts can be had: their sockets have no descriptors on Windows. */
export const hostsExist = process.platform !== 'win32'

/**
 * A process for the code of one plugin that is not trusted. It may read Wireharp’s own files and nothing else: no
 * other file, no child process, whatever breaks out of the isolate.
 */
export class HostProcess implements Disposable {
  readonly line: HostLine
  readonly #child: ChildProcess
  readonly #words: number
  #lastWords: LastWords | undefined
  #ended = false

  constructor() {
    const script = join(rootFolder(), 'out/main/script-host.js')
    this.#child = spawn(nodeBinary(), [...FLAGS, ...permissions(), script], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      env: { PATH: '', NODE_OPTIONS: '' },
    })
    this.line = new HostLine(seized(this.#child.stdio[LINE]))
    this.#words = seized(this.#child.stdio[STANDARD_OUTPUT])
    this.#child.unref()
    // Where the machine has no memory left, this is the first to go.
    if (process.platform === 'linux') volunteer(this.#child.pid)
    this.#child.on('error', () => this.#end())
    // Node closes the descriptors after this: whatever has their numbers then is not ours.
    this.#child.on('exit', () => this.#end())
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** All memory that it has; 0 where the system does not tell. */
  get memory(): Bytes {
    try {
      const [, pages] = readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ')
      return Number(pages) * PAGE
    } catch {
      return 0
    }
  }

  /** What its watchdog said, if that ended it. */
  get lastWords(): LastWords | undefined {
    if (!this.#ended) this.#lastWords ??= readWords(this.#words)
    return this.#lastWords
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL')
    this.line.break()
  }

  #end(): void {
    this.#lastWords ??= readWords(this.#words)
    this.#ended = true
    this.line.break()
    // They wait for an end of which they hear no more.
    for (const stream of this.#child.stdio) stream?.destroy()
  }
}

/** Takes a pipe’s descriptor away from Node’s streams. */
function seized(stream: unknown): number {
  const handle: unknown =
    typeof stream === 'object' && stream !== null ? Reflect.get(stream, '_handle') : undefined
  if (!isHandle(handle)) throw new Error('A script host was started without its pipes')
  handle.readStop()
  handle.unref()
  return handle.fd
}

interface Handle {
  readonly fd: number
  readStop(): void
  unref(): void
}

function isHandle(value: unknown): value is Handle {
  return typeof value === 'object' && value !== null && 'readStop' in value && 'fd' in value
}

function permissions(): string[] {
  const { resolve } = createRequire(import.meta.url)
  const isolates = resolve('isolated-vm/package.json')
  const finder = createRequire(isolates).resolve('node-gyp-build/package.json')
  const root = rootFolder()
  const read = [
    join(root, 'out/main'),
    join(root, 'package.json'),
    dirname(isolates),
    dirname(finder),
    '/etc/alpine-release',
  ]
  const paths = read.flatMap(path => (existsSync(path) ? [path, realpathSync(path)] : [path]))
  const allowed = [...new Set(paths)].map(path => `--allow-fs-read=${path}`)
  return ['--permission', '--allow-addons', '--allow-worker', ...allowed]
}

function volunteer(pid: number | undefined): void {
  try {
    const file = openSync(`/proc/${pid}/oom_score_adj`, 'w')
    writeSync(file, '1000')
    closeSync(file)
  } catch {
    // It is gone already, or the system does not let us.
  }
}

function readWords(descriptor: number): LastWords | undefined {
  const bytes = new Uint8Array(4096)
  try {
    const text = Buffer.from(bytes.subarray(0, readSync(descriptor, bytes))).toString('utf8')
    const words: unknown = JSON.parse(text.split('\n')[0] ?? '')
    return isLastWords(words) ? words : undefined
  } catch {
    return undefined
  }
}
