import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import { sha256 } from '../../src/main/kit'
import { put, smallPlugin } from '../../src/main/plugins/packages/testing/plugin-files'
import { TempFolder } from '../../src/main/plugins/packages/testing/temp-folder'
import { commitVersion } from '../../src/main/plugins/packages/installed'
import { startApp } from '../start/start-bench'
import { percentiles, type MarketRow } from './market-row'

const PLUGINS = 200

/** What installed plugins add to a start, from the command to the address that is printed. */
export async function startRow(runs: number): Promise<MarketRow> {
  using temp = new TempFolder()
  const homes = [temp.at('none'), temp.at('many')] as const
  for (const home of homes) mkdirSync(join(home, 'data/plugins'), { recursive: true })
  for (let at = 0; at < PLUGINS; at++) await installOne(homes[1], `installed-${at}`)
  // What is checked at the first start is known at the next.
  for (const home of homes) await startApp(home)
  const added: number[] = []
  const bare: number[] = []
  for (let run = 0; run < runs; run++) {
    const none = await startApp(homes[0])
    added.push((await startApp(homes[1])) - none)
    bare.push(none)
  }
  return {
    what: `start with ${PLUGINS} plugins, over none`,
    ...percentiles(added),
    goalMs: 50,
    note: `none: ${Math.round(percentiles(bare).p50Ms)} ms`,
  }
}

/** As an installation leaves it. */
async function installOne(home: string, id: string): Promise<void> {
  const own = join(home, 'data/plugins', id)
  const files = smallPlugin({ id })
  put(join(own, '1.0.0'), files)
  const hashes: Record<string, string> = {}
  for (const [path, text] of Object.entries(files)) hashes[path] = sha256(text)
  const record = {
    ...{ source: id, resolved: 'bench', registry: 'https://registry.example' },
    ...{ version: '1.0.0', folder: '1.0.0', installedAt: new Date().toISOString() },
    files: hashes,
  }
  unwrap(await commitVersion(own, record))
}
