import { parse as parseJson } from 'secure-json-parse'
import { err, fail, ok, type CpuProfile, type Result } from '#shared/kit'
import { fixedAnswers } from '../../../../grants'
import { appPaths, silentLog, systemClock, writeDurably } from '../../../../kit'
import { hasOwnCode, profilePlugin, valueProblems, type PluginManager } from '../../../../plugins'
import { createPluginTools } from '../../../../tools'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import type { JsonFlag } from '../../command-parts'
import { openPlugins } from '../places'
import { absolute } from './places'

export interface ProfileFlags extends JsonFlag {
  readonly id: string
  readonly node?: string
  readonly tool?: string
  /** Of the tool, as JSON. */
  readonly input?: string
  readonly sensor?: string
  readonly grant?: readonly string[]
  readonly seconds: number
  readonly out?: string
}

/** Functions that are listed. */
const LISTED = 10

/** `wireharp plugin profile`: where the time of a node, a tool or a sensor goes, as a file and in words. */
export async function profile(io: Io, flags: ProfileFlags): Promise<number> {
  const { id, seconds, out = `${id.replace('/', '-')}.cpuprofile`, json } = flags
  await using plugins = openPlugins(io.env)
  io.status(`Running ${id} for ${seconds} s…`)
  const profiled = await profileOf(io, plugins, flags)
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
    // Code may call its functions whatever it likes.
    const name = oneLine(`${functionName === '' ? '(anonymous)' : functionName}${place}`)
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

async function profileOf(
  io: Io,
  plugins: PluginManager,
  { id, node, tool, sensor, input, grant = [], seconds }: ProfileFlags,
): Promise<Result<CpuProfile>> {
  const isPart = tool !== undefined || sensor !== undefined
  if (!isPart && (node !== undefined || hasOwnCode(plugins, id))) {
    const which = node === undefined ? {} : { node }
    return profilePlugin({ plugins, log: silentLog, plugin: id, seconds, ...which })
  }
  const given = parsed(input ?? '{}')
  if (!given.ok) return given
  await using tools = await createPluginTools({
    directory: plugins,
    problems: valueProblems,
    paths: appPaths(io.env),
    clock: systemClock,
    log: silentLog,
    ask: fixedAnswers(grant),
  })
  const part = { ...(tool !== undefined && { tool }), ...(sensor !== undefined && { sensor }) }
  return await tools.instances.profile(id, { ...part, input: given.value }, seconds)
}

function parsed(text: string): Result<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = parseJson(text, { protoAction: 'error', constructorAction: 'error' })
    if (isRecord(value)) return ok(value)
  } catch {
    // Answered below.
  }
  return err(fail('tool-input-invalid', 'The input after --input is no JSON object.'))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
