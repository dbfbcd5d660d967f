import { installedPlugins, readRecord, type InstallRecord } from '../../plugins/packages'

export interface InstalledState {
  readonly id: string
  readonly version: string
  readonly pinned: boolean
  readonly record: InstallRecord
}

/** What is installed, by id; looked at again when somebody says that it changed. */
export class InstalledSet {
  readonly #plugins: string
  #known: ReadonlyMap<string, InstalledState> | undefined
  /** As it was when changes were asked for last. */
  #told: ReadonlyMap<string, InstalledState> | undefined

  constructor(plugins: string) {
    this.#plugins = plugins
  }

  get all(): ReadonlyMap<string, InstalledState> {
    this.#known ??= new Map(
      installedPlugins(this.#plugins).flatMap(id => {
        const record = readRecord(this.#plugins, id)
        if (record === undefined) return []
        const { version, pinned = false } = record
        return [[id, { id, version, pinned, record }] as const]
      }),
    )
    return this.#known
  }

  get(id: string): InstalledState | undefined {
    return this.all.get(id)
  }

  forget(): void {
    this.#known = undefined
  }

  /** Looks again: what is not as it was the last time, by id. */
  renew(): readonly string[] {
    this.forget()
    const [before, now] = [this.#told ?? new Map<string, InstalledState>(), this.all]
    this.#told = now
    const isOther = (id: string) =>
      JSON.stringify(before.get(id)?.record) !== JSON.stringify(now.get(id)?.record)
    return [...new Set([...before.keys(), ...now.keys()])].filter(isOther)
  }
}
