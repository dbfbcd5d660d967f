import { watch } from 'node:fs'
import { basename } from 'node:path'
import type { Failure, Result } from '#shared/kit'
import { installPlugin, tryPlugin, type InstalledPlugin } from '../../../../plugins/packages'
import { untilStopped } from '../../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import type { DevFlags } from '../../author-commands'
import { absolute, installPlaces } from './places'

/** Editors write a file in several steps; what comes so soon after another change is the same one. */
const QUIET_MS = 80

/** `wireharp plugin dev`: an app that runs takes the new code in while it sounds. Ctrl-C ends it. */
export async function devCommand(
  io: Io,
  { path, once, json }: DevFlags & { readonly path: string },
): Promise<number> {
  const folder = absolute(path)
  const places = installPlaces(io)
  const say = async () => {
    const began = performance.now()
    const installed = await installPlugin(folder, places)
    tell(io, installed, performance.now() - began, json)
    if (!installed.ok) return false
    const tried = await tryPlugin(folder)
    if (!tried.ok) complain(io, tried.error, json)
    return tried.ok
  }
  const isGood = await say()
  if (once === true) return isGood ? exitCodes.done : exitCodes.refused
  using stop = untilStopped()
  if (json !== true) io.out(`Watching ${oneLine(folder)}; Ctrl-C ends it.`)
  await watchUntil(folder, stop.signal, say)
  return exitCodes.done
}

/** One after the other, however often the files change. */
async function watchUntil(
  folder: string,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const changed = (_kind: string, name: string | null) => {
    if (name === null || isIgnored(name)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(async () => void (await work()))
    }, QUIET_MS)
  }
  const watcher = watch(folder, { recursive: true }, changed)
  signal.addEventListener('abort', () => resolve())
  if (signal.aborted) resolve()
  await promise
  watcher.close()
  clearTimeout(timer)
  await running
}

function isIgnored(name: string): boolean {
  return /(^|[\\/])(node_modules|\.[^\\/]*)([\\/]|$)/.test(name) || /~$|\.swp$/.test(basename(name))
}

function tell(
  io: Io,
  installed: Result<InstalledPlugin, readonly Failure[]>,
  ms: number,
  json: boolean | undefined,
): void {
  if (!installed.ok) {
    complain(io, installed.error, json)
    return
  }
  const { id, version, unchanged } = installed.value
  const took = Math.round(ms)
  if (json === true) io.out(JSON.stringify({ installed: id, version, unchanged, ms: took }))
  else if (!unchanged) io.out(`${id} ${version} is in, after ${took} ms.`)
}

function complain(io: Io, failures: readonly Failure[], json: boolean | undefined): void {
  for (const failure of failures) {
    if (json === true) io.out(JSON.stringify({ failed: failure }))
    else io.err(errorLine(failure))
  }
}
