import { fail } from '#shared/kit'
import type { SnapshotFlags } from '../../market-program'
import { exitCodes, oneLine, type Io } from '../../io'
import { refuse } from '../plugin/report'
import { followed, refusal, withMarket } from './open'
import { counted } from './counted'

/** `wireharp plugin snapshot`: takes, lists, restores or drops a set of all installed plugins. */
export function snapshotCommand(
  io: Io,
  {
    what,
    name,
    json,
  }: SnapshotFlags & { readonly what: string; readonly name: string | undefined },
): Promise<number> {
  return withMarket(io, async market => {
    const { environments } = market
    switch (what) {
      case 'list': {
        const all = environments.list()
        if (json === true) io.out(JSON.stringify(all, undefined, 2))
        for (const { id, name: title, at, plugins } of json === true ? [] : all) {
          const count = Object.keys(plugins).length
          io.out(oneLine(`${id}  ${new Date(at).toISOString()}  ${title}  ${counted(count)}`))
        }
        return exitCodes.done
      }
      case 'take': {
        const taken = await environments.take(name ?? 'By hand')
        if (!taken.ok) return refuse(io, [taken.error])
        io.out(json === true ? JSON.stringify(taken.value) : `Kept as ${taken.value.id}.`)
        return exitCodes.done
      }
      case 'drop': {
        const dropped = await environments.drop(name ?? '')
        if (!dropped.ok) return refuse(io, [dropped.error])
        io.out(json === true ? JSON.stringify({ id: name }) : `Dropped ${name}.`)
        return exitCodes.done
      }
      case 'restore': {
        const task = await followed(io, market, market.restore(name ?? ''))
        if (task?.state !== 'done') return refusal(io, task?.failures ?? [], [])
        io.out(json === true ? JSON.stringify({ id: name }) : `All plugins are as in ${name}.`)
        return exitCodes.done
      }
      default:
        return refuse(io, [
          fail('usage', `“${oneLine(what)}” is neither list, take, restore nor drop.`),
        ])
    }
  })
}
