import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Failure, Result } from '#shared/kit'
import type { PluginLogLine } from '#shared/contract'
import { appPaths } from '../../../../kit'
import { LogFollower } from '../../../../plugins'
import { installPlugin, tryPlugin, type InstalledPlugin } from '../../../../plugins/packages'
import { untilStopped } from '../../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import type { DevFlags } from '../../author-commands'
import { absolute, installPlaces } from './places'

/**
 * Between two looks at the folder; what changed is taken in when it stands still from one look to the next, since editors
 * write a file in several steps. Looking loses nothing: the system’s own watching, which Node makes up for whole trees
 * on Linux, misses what comes while it begins.
 */
const LOOK_MS = 150

/** `wireharp plugin dev`: an app that runs takes the new code in while it sounds. Ctrl-C ends it. */
export async function devCommand(
  io: Io,
  { path, once, json }: DevFlags & { readonly path: string },
): Promise<number> {
  const folder = absolute(path)
  const places = installPlaces(io)
  let id: string | undefined
  const say = async () => {
    const began = performance.now()
    const installed = await installPlugin(folder, places)
    tell(io, installed, performance.now() - began, json)
    if (!installed.ok) return false
    id = installed.value.id
    const tried = await tryPlugin(folder)
    if (!tried.ok) complain(io, tried.error, json)
    return tried.ok
  }
  if (once === true) return (await say()) ? exitCodes.done : exitCodes.refused
  using stop = untilStopped()
  const seen = stampOf(folder)
  await say()
  if (json !== true) io.out(`Watching ${oneLine(folder)}; Ctrl-C ends it.`)
  const log = new LogFollower(appPaths(io.env))
  await watchUntil(folder, stop.signal, seen, say, async () => {
    for (const line of id === undefined ? [] : await log.news(id)) tellLine(io, line, json)
  })
  return exitCodes.done
}

/** One after the other, however often the files change. */
async function watchUntil(
  folder: string,
  signal: AbortSignal,
  begin: string,
  work: () => Promise<unknown>,
  idle: () => Promise<unknown>,
): Promise<void> {
  let done = begin
  let before = begin
  while (!signal.aborted) {
    // It ends at once, and with an error, where the signal comes first.
    await setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined)
    const now = stampOf(folder)
    if (now !== done && now === before && !signal.aborted) {
      done = now
      await work()
    }
    before = now
    await idle()
  }
}

/** Another text when any file of a plugin was written, came or went. */
function stampOf(folder: string): string {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !isIgnored(name))
      .map(entry => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return `${entry.name}/${stampOf(path)}`
        const { mtimeMs, ctimeMs, size, ino } = statSync(path)
        // What is moved over it may be as long and as old.
        return `${entry.name} ${mtimeMs} ${ctimeMs} ${size} ${ino}`
      })
      .join('|')
  } catch {
    // Something went while we looked: the next look sees it.
    return ''
  }
}

function isIgnored(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.') || /~$|\.swp$/.test(name)
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

/** What the plugin says, and what goes wrong with it, in an app that runs. */
function tellLine(io: Io, line: PluginLogLine, json: boolean | undefined): void {
  const isBad = line.level === 'error' || line.level === 'warn'
  const text = oneLine(`${line.level}  ${line.text}`)
  if (json === true) io.out(JSON.stringify({ log: line }))
  else if (isBad) io.err(text)
  else io.out(text)
}

function complain(io: Io, failures: readonly Failure[], json: boolean | undefined): void {
  for (const failure of failures) {
    if (json === true) io.out(JSON.stringify({ failed: failure }))
    else io.err(errorLine(failure))
  }
}
