import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { err, ok, type Result } from '#shared/kit'
import {
  attempt,
  attemptSync,
  readFailure,
  serially,
  whileLocked,
  writeDurably,
  writeFailure,
} from '../../kit'
import { busyFailure } from './busy-failure'
import { editSettings, type SettingsEdit } from './edit-settings'
import { migrateSettings } from './migrate-settings'
import {
  MAX_SETTINGS_BYTES,
  noSettings,
  parseSettings,
  type PluginSettings,
} from './plugin-settings'

/** `config.yaml` of the user: read, brought up to date with a backup, and written with its comments kept. */
export class SettingsFile {
  readonly path: string
  readonly #inTurn = serially()

  constructor(path: string) {
    this.path = path
  }

  /** Never fails: what cannot be read is named in the warnings. */
  read(): PluginSettings {
    if (!existsSync(this.path)) return noSettings
    const text = this.#text()
    if (!text.ok) return { ...noSettings, warnings: [text.error] }
    return parseSettings(migrateSettings(text.value) ?? text.value, dirname(this.path))
  }

  /** Writes an older form in today's, the old text beside it as `config.yaml.before`. Answers the backup's path. */
  async migrate(): Promise<Result<string | undefined>> {
    const text = this.#text()
    const migrated = text.ok ? migrateSettings(text.value) : undefined
    if (migrated === undefined) return ok(undefined)
    const backup = `${this.path}.before`
    const copied = attemptSync(
      () => copyFileSync(this.path, backup),
      errno => writeFailure(errno, backup),
    )
    if (!copied.ok) return copied
    const written = await writeDurably(this.path, migrated)
    return written.ok ? ok(backup) : written
  }

  edit(edit: SettingsEdit): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const folder = await attempt(
        async () => mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 }),
        errno => writeFailure(errno, this.path),
      )
      if (!folder.ok) return folder
      return whileLocked(this.path, () => this.#edit(edit), { busy: busyFailure('config.yaml') })
    })
  }

  async #edit(edit: SettingsEdit): Promise<Result<void>> {
    const present = existsSync(this.path)
      ? attemptSync(
          () => readFileSync(this.path, 'utf8'),
          errno => readFailure(errno, 'config.yaml'),
        )
      : ok('')
    if (!present.ok) return present
    const edited = editSettings(present.value, edit)
    return edited.ok ? writeDurably(this.path, edited.value) : edited
  }

  #text(): Result<string, string> {
    try {
      const { size } = statSync(this.path)
      if (size > MAX_SETTINGS_BYTES) return err('The file is larger than 1 MB.')
      return ok(readFileSync(this.path, 'utf8'))
    } catch {
      return err('The file cannot be read.')
    }
  }
}
