import { silentLog, writeDurably } from '../../../../kit'
import { profilePlugin } from '../../../../plugins'
import { errorLine, exitCodes, type Io } from '../../io'
import type { JsonFlag } from '../../command-parts'
import { openPlugins } from '../places'
import { absolute } from './places'

export interface ProfileFlags extends JsonFlag {
  readonly id: string
  readonly node?: string
  readonly seconds: number
  readonly out?: string
}

/** Functions that are listed. */
const LISTED = 10

/** `wireharp plugin profile`: where a node’s time goes, as a file and in words. */
export async function profile(
  io: Io,
  { id, node, seconds, out = `${id}.cpuprofile`, json }: ProfileFlags,
): Promise<number> {
  await using plugins = openPlugins(io.env)
  io.status(`Running ${id} for ${seconds} s…`)
  const profiled = await profilePlugin({
    plugins,
    log: silentLog,
    plugin: id,
    seconds,
    ...(node !== undefined && { node }),
  })
  io.status('')
  const written = profiled.ok
    ? await writeDurably(absolute(out), Buffer.from(JSON.stringify(profiled.value)))
    : profiled
  if (!profiled.ok || !written.ok) {
    if (!written.ok) io.err(errorLine(written.error))
    return exitCodes.refused
  }
  const { nodes, samples } = profiled.value
  const hits = new Map<string, number>()
  for (const { callFrame, hitCount } of nodes) {
    const { functionName, url, lineNumber } = callFrame
    const place = url === '' ? '' : `  ${url}:${lineNumber + 1}`
    const name = `${functionName === '' ? '(anonymous)' : functionName}${place}`
    hits.set(name, (hits.get(name) ?? 0) + hitCount)
  }
  const functions = [...hits]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ({ name, part: count / samples.length }))
    .toSorted((a, b) => b.part - a.part)
  if (json === true) io.out(JSON.stringify({ file: out, samples: samples.length, functions }))
  else {
    for (const { name, part } of functions.slice(0, LISTED)) {
      io.out(`${(part * 100).toFixed(1).padStart(5)} %  ${name}`)
    }
    io.out(`Written to ${out}: open it in the developer tools of Chrome, under Performance.`)
  }
  return exitCodes.done
}
