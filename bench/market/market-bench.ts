import type { MarketRow } from './market-row'
import { installRow, turnsRow } from './install-while-playing'
import { searchRow } from './search-as-you-type'
import { startRow } from './start-with-plugins'

const all = { search: searchRow, install: installRow, turns: turnsRow, start: startRow }

/** Figures of the marketplace, so many times each. */
export async function marketBench(runs: number, only?: string): Promise<MarketRow[]> {
  const rows: MarketRow[] = []
  for (const [name, row] of Object.entries(all)) {
    if (only === undefined || only === name) rows.push(await row(runs))
  }
  return rows
}
