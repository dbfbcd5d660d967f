import { join } from 'node:path'
import { marketSearchSchema } from '#shared/contract'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../../src/main/kit'
import { InstalledSet } from '../../src/main/marketplace/catalogue/installed-set'
import { MarketCatalogue } from '../../src/main/marketplace/catalogue/market-catalogue'
import { cardMaker, search } from '../../src/main/marketplace/catalogue/search'
import { fetchLimits } from '../../src/main/marketplace/market-parts'
import { manyEntries } from '../../src/main/marketplace/testing/many-offers'
import { TempFolder } from '../../src/main/plugins/packages/testing/temp-folder'
import { openCatalogue } from '../../src/main/store'
import { percentiles, type MarketRow } from './market-row'

const PLUGINS = 10_000
const TYPED = ['reverb', 'warm delay 12', 'a filter', 'zzz', 'old meter', 'soft synth for pads']

/** Every letter that is typed, with page and facets, as the panel asks. */
export async function searchRow(runs: number): Promise<MarketRow> {
  using temp = new TempFolder()
  const places = {
    plugins: temp.at('plugins'),
    builtIn: temp.at('built-in'),
    data: temp.path,
    cache: temp.path,
    catalogue: temp.at('catalogue'),
  }
  const parts = { places, clock: systemClock, log: silentLog, limits: fetchLimits, ownKeys: [] }
  const store = unwrap(openCatalogue(join(temp.path, 'catalogue.db')))
  unwrap(store.replace({ registry: 'wireharp', asOf: 1, stamp: 's' }, manyEntries(PLUGINS)))
  using catalogue = new MarketCatalogue(parts, store)
  const installed = new InstalledSet(places.plugins)
  const find = (text: string) => {
    const maker = cardMaker(parts, catalogue, installed)
    const began = performance.now()
    search(marketSearchSchema.parse({ text }), catalogue, maker, installed)
    return performance.now() - began
  }
  const first = find('')
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    for (const text of TYPED) {
      for (let letters = 1; letters <= text.length; letters++) {
        times.push(find(text.slice(0, letters)))
      }
    }
  }
  return {
    what: `search of ${PLUGINS} plugins, each letter`,
    ...percentiles(times),
    goalMs: 50,
    note: `${times.length} letters; the panel opens in ${Math.round(first)} ms`,
  }
}
