import { marketSearchSchema } from '#shared/contract'
import { cardMaker, search } from '../../../../marketplace/open-market'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, oneLine, type Io } from '../../io'
import { refreshed, withMarket } from './open'

/** `wireharp plugin search` */
export function searchCommand(
  io: Io,
  { text, offline, json }: JsonFlag & { readonly text: string; readonly offline?: boolean },
): Promise<number> {
  return withMarket(io, async market => {
    if (offline !== true) await refreshed(io, market)
    const { catalogue, shop } = market
    const maker = cardMaker(shop.parts, catalogue, shop.installed)
    const wish = marketSearchSchema.parse({ text: text.slice(0, 200), perPage: 100 })
    const found = search(wish, catalogue, maker, shop.installed)
    if (json === true) {
      io.out(JSON.stringify(found, undefined, 2))
      return exitCodes.done
    }
    for (const { id, version, name, summary, installed, registry } of found.cards) {
      const state = installed === undefined ? '' : ` (${installed} is installed)`
      io.out(oneLine(`${id} ${version}${state}  ${name}: ${summary}  [${registry}]`))
    }
    if (found.total > found.cards.length) io.out(`… and ${found.total - found.cards.length} more.`)
    if (found.total === 0) io.out('Nothing was found.')
    return exitCodes.done
  })
}
