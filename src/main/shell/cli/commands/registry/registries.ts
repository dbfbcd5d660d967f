import { readFile } from 'node:fs/promises'
import { addRegistry, removeRegistry, setToken } from '../../../../marketplace/open-market'
import { fail, ok } from '#shared/kit'
import { attempt, readFailure } from '../../../../kit'
import { counted } from '../market/counted'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, oneLine, type Io } from '../../io'
import type { AddRegistryFlags, RegistryTokenFlags } from '../../market-program'
import { refreshed, withMarket } from '../market/open'
import { refuse } from '../plugin/report'

/** `wireharp registry list` */
export function listRegistries(io: Io, { json, refresh }: JsonFlag & { refresh?: boolean }) {
  return withMarket(io, async market => {
    if (refresh === true) await refreshed(io, market)
    const infos = market.catalogue.infos()
    if (json === true) io.out(JSON.stringify(infos, undefined, 2))
    else {
      for (const { name, address, packages, state, asOf, signs } of infos) {
        const when = asOf === undefined ? '' : `, as of ${new Date(asOf).toISOString()}`
        const signed = signs ? ', signed' : ''
        io.out(oneLine(`${name}  ${address}  ${counted(packages)}, ${state}${when}${signed}`))
      }
    }
    return exitCodes.done
  })
}

/** `wireharp registry add` */
export function addCommand(
  io: Io,
  { name, address, tokenFile, json }: AddRegistryFlags & { name: string; address: string },
): Promise<number> {
  return withMarket(io, async market => {
    const token = tokenFile === undefined ? undefined : await readToken(tokenFile)
    if (token?.ok === false) return refuse(io, [token.error])
    const wish = { name, address, ...(token && { token: token.value }) }
    const added = await addRegistry(market.shop.parts.places, wish, process.cwd())
    if (!added.ok) return refuse(io, [added.error])
    await refreshed(io, market, name)
    const info = market.catalogue.infos().find(each => each.name === name)
    if (json === true) io.out(JSON.stringify(info))
    else io.out(oneLine(`Added ${name}: ${counted(info?.packages ?? 0)}.`))
    return exitCodes.done
  })
}

/** `wireharp registry token` */
export function tokenCommand(
  io: Io,
  { name, tokenFile, none = false, json }: RegistryTokenFlags & { readonly name: string },
): Promise<number> {
  return withMarket(io, async market => {
    if ((tokenFile === undefined) !== none) {
      return refuse(io, [fail('usage', 'Give --token-file, or --none.')])
    }
    const token = tokenFile === undefined ? ok(undefined) : await readToken(tokenFile)
    if (!token.ok) return refuse(io, [token.error])
    const set = await setToken(market.shop.parts.places, name, token.value)
    if (!set.ok) return refuse(io, [set.error])
    await refreshed(io, market, name)
    const info = market.catalogue.infos().find(each => each.name === name)
    if (json === true) io.out(JSON.stringify(info))
    else io.out(`${name} is asked ${none ? 'without a token' : 'with that token'}.`)
    return exitCodes.done
  })
}

/** `wireharp registry remove` */
export function removeCommand(
  io: Io,
  { name, json }: JsonFlag & { readonly name: string },
): Promise<number> {
  return withMarket(io, async market => {
    const removed = await removeRegistry(market.shop.parts.places, name)
    if (!removed.ok) return refuse(io, [removed.error])
    market.catalogue.registryGone(name)
    io.out(json === true ? JSON.stringify({ name }) : `Removed ${name}.`)
    return exitCodes.done
  })
}

async function readToken(path: string) {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, `file “${path}”`),
  )
  return text.ok ? { ...text, value: text.value.trim() } : text
}
