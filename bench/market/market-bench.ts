import type { MarketRow } from './market-row'
import { installRow } from './install-while-playing'
import { searchRow } from './search-as-you-type'
import { startRow } from './start-with-plugins'

/** Figures of the marketplace, so many times each. */
export async function marketBench(runs: number): Promise<MarketRow[]> {
  return [await searchRow(runs), await installRow(runs), await startRow(runs)]
}
