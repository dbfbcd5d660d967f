import type { Log } from '../kit'
import { migrateRecords } from './packages/migrate-records'
import type { SettingsFile } from './settings'

/** Brings what an earlier Wireharp wrote into the present form, with what it was kept beside it. */
export async function migrateFiles(settings: SettingsFile, plugins: string, log: Log) {
  const migrated = await settings.migrate()
  if (!migrated.ok) log.warn({ failure: migrated.error }, 'config.yaml was not migrated')
  else if (migrated.value !== undefined) {
    log.info({ backup: migrated.value }, 'config.yaml was brought into the present form')
  }
  const records = await migrateRecords(plugins)
  if (!records.ok) log.warn({ failure: records.error }, 'installed.json was not migrated')
  else if (records.value.length > 0) {
    log.info({ backups: records.value }, 'Records of plugins have their present form')
  }
}
