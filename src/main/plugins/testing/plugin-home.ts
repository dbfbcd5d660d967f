import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { silentLog, type Clock, type Log } from '../../kit'
import type { Machine } from '../machine'
import { PluginManager, type PluginManagerParts } from '../plugin-manager'

/** The least that a plugin.json says. */
export const leastManifest = {
  id: 'mine',
  name: 'Mine',
  version: '1.0.0',
  api: 1,
  author: 'Me',
  description: 'A plugin.',
  licence: 'MIT',
  category: 'Test',
}

/** A node without any kernels: it passes nothing on. */
export const emptyNode = {
  label: 'Node',
  description: '',
  kind: 'effect',
  dsp: { form: 'kernels', kernels: {}, cables: [] },
}

/** A user's folders of their own, below the temporary folder. */
export class PluginHome implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'wireharp-plugins-'))
  readonly paths = {
    data: join(this.root, 'data'),
    config: join(this.root, 'config'),
    cache: join(this.root, 'cache'),
    logs: join(this.root, 'logs'),
  }
  /** Milliseconds since 1970; tests turn it. */
  now = 1_000_000_000

  readonly clock: Clock = { now: () => this.now, monotonic: () => this.now }

  /** Writes a file, its folders made, and gives its path. */
  write(path: string, text: string | object): string {
    const full = join(this.root, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, typeof text === 'string' ? text : JSON.stringify(text))
    return full
  }

  /** A plugin of the user's, with one node of its id unless it says otherwise; gives its folder. */
  plugin(id: string, changes: object = {}): string {
    const nodes = { [id.replace(/^.*\//, '')]: emptyNode }
    return dirname(
      this.write(`data/plugins/${id}/plugin.json`, {
        ...leastManifest,
        id,
        name: id,
        nodes,
        ...changes,
      }),
    )
  }

  /** None of the built-in plugins, for speed, unless asked for. */
  manager(parts: Partial<PluginManagerParts> = {}): PluginManager {
    return new PluginManager({
      builtIn: join(this.root, 'built-in'),
      paths: this.paths,
      clock: this.clock,
      log: silentLog,
      env: {},
      machine: bareMachine,
      ...parts,
    })
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** A machine without anything attached. */
export const bareMachine: Machine = {
  os: 'linux',
  arch: 'x64',
  memoryMb: 4096,
  hasFile: () => false,
  hasCommand: () => false,
}

/** Keeps what is said, as `level message`. */
export function spyLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const at = (level: string) => (_fields: object, message: string) =>
    void lines.push(`${level} ${message}`)
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const spy = { ...log, lines, child: () => spy }
  return spy
}
