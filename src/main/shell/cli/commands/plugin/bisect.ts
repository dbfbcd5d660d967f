import { err, fail, ok, type Result } from '#shared/kit'
import { appPaths } from '../../../../kit'
import {
  answerBisection,
  beginBisection,
  readBisection,
  roundsLeft,
  writeBisection,
  type Bisection,
} from '../../../../plugins'
import type { JsonFlag } from '../../command-parts'
import { errorLine, exitCodes, oneLine, seeHelp, type Io } from '../../io'
import { openPlugins } from '../places'
import { refuse } from './report'

/** Where a search stands, for programs. */
interface BisectReport {
  readonly state: 'none' | 'searching' | 'found' | 'nobody' | 'stopped'
  readonly off: readonly string[]
  readonly suspects: readonly string[]
  readonly culprit?: string
}

/** `wireharp plugin bisect`: an app that runs sees each step, and a restart forgets none. */
export async function bisectCommand(
  io: Io,
  { step, json }: JsonFlag & { readonly step: string },
): Promise<number> {
  const { data } = appPaths(io.env)
  const present = readBisection(data)
  const taken = await takeStep(io, step, data, present)
  if (taken === undefined) {
    io.err(errorLine({ code: 'usage', message: `There is no step “${step}”. ${seeHelp}` }))
    return exitCodes.usage
  }
  if (!taken.ok) return refuse(io, [taken.error])
  if (json === true) io.out(JSON.stringify(taken.value))
  else for (const line of linesOf(taken.value)) io.out(oneLine(line))
  return exitCodes.done
}

async function takeStep(
  io: Io,
  step: string,
  data: string,
  present: Bisection | undefined,
): Promise<Result<BisectReport> | undefined> {
  switch (step) {
    case 'status':
      return ok(reportOf(present))
    case 'stop': {
      const ended = await writeBisection(data, undefined)
      return ended.ok ? ok({ state: 'stopped', off: [], suspects: [] }) : ended
    }
    case 'start': {
      if (present !== undefined) return ok(reportOf(present))
      await using plugins = openPlugins(io.env)
      const own = plugins
        .list()
        .filter(({ origin, state }) => origin === 'user' && state === 'enabled')
      if (own.length === 0) {
        return err(fail('bisect-none', 'No plugin that was installed is enabled.'))
      }
      return keep(data, beginBisection(own.map(({ id }) => id)))
    }
    case 'good':
    case 'bad': {
      if (present === undefined) return err(fail('bisect-none', 'Nothing is being looked for.'))
      const next = answerBisection(present, step === 'good')
      if (!('end' in next)) return keep(data, next)
      const ended = await writeBisection(data, undefined)
      if (!ended.ok) return ended
      if (next.end === 'nobody') return ok({ state: 'nobody', off: [], suspects: [] })
      await using plugins = openPlugins(io.env)
      const off = await plugins.setEnabled(next.culprit, false)
      if (!off.ok) return off
      return ok({ state: 'found', culprit: next.culprit, off: [next.culprit], suspects: [] })
    }
    default:
      return undefined
  }
}

async function keep(data: string, bisection: Bisection): Promise<Result<BisectReport>> {
  const kept = await writeBisection(data, bisection)
  return kept.ok ? ok(reportOf(bisection)) : kept
}

function reportOf(bisection: Bisection | undefined): BisectReport {
  if (bisection === undefined) return { state: 'none', off: [], suspects: [] }
  const { off, suspects } = bisection
  return { state: 'searching', off, suspects }
}

function linesOf({ state, off, suspects, culprit = '' }: BisectReport): string[] {
  switch (state) {
    case 'none':
      return ['Nothing is being looked for. Begin with `wireharp plugin bisect start`.']
    case 'stopped':
      return ['The search is over; every plugin is what it was before.']
    case 'nobody':
      return ['The trouble stays without any of them: no plugin of yours is to blame.']
    case 'found':
      return [`${culprit} is to blame. It is disabled; all others are what they were before.`]
    case 'searching': {
      const round = off.length === suspects.length ? 0 : 1
      const left = roundsLeft({ off, suspects, round })
      return [
        `Off now: ${off.join(', ')}.`,
        `Try what went wrong. Then say \`wireharp plugin bisect good\` if it is gone, or \`bad\` if it is not.`,
        `${suspects.length} may be to blame; ${left} ${left === 1 ? 'answer' : 'answers'} at most.`,
      ]
    }
  }
}
