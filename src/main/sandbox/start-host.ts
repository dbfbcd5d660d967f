import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, realpathSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { nodeBinary, rootFolder } from '../kit'

/**
 * See `docs/decisions`: without the first, optimised code is often never installed in isolates. With the last a plugin’s
 * garbage takes the time of its own thread, and no other core.
 */
const FLAGS = [
  '--no-concurrent-recompilation',
  '--no-node-snapshot',
  '--no-warnings',
  '--single-threaded-gc',
]
/** The stream of a host on which its watchdog says why it ended it. */
export const WORDS = 1
/** The stream of a host on which it is asked and answers. */
export const LINE = 3

/** Whether script hosts can be had: their sockets have no descriptors on Windows. */
export const hostsExist = process.platform !== 'win32'

/**
 * Starts a process for the code of one plugin that is not trusted. It may read Wireharp’s own files and nothing else:
 * no other file, no child process, whatever breaks out of the isolate.
 */
export function startHost(): ChildProcess {
  const script = join(rootFolder(), 'out/main/script-host.js')
  const child = spawn(nodeBinary(), [...FLAGS, ...permissions(), script], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    env: { PATH: '', NODE_OPTIONS: '' },
  })
  // Where the machine has no memory left, this is the first to go.
  if (process.platform === 'linux') volunteer(child.pid)
  return child
}

/** Takes a pipe’s descriptor away from Node’s streams, which stay its owner. */
export function descriptorOf(stream: unknown): number {
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
