import { stringify } from 'yaml'
import { appPaths } from '../../../../kit'
import { PolicyFile } from '../../../../policy'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, oneLine, type Io } from '../../io'
import { refuse } from './report'

/** `wireharp plugin policy`: 1 where policy.yaml cannot be read. */
export function policyCommand(io: Io, { json }: JsonFlag): Promise<number> {
  const { state } = new PolicyFile(appPaths(io.env).config)
  if (state.problem !== undefined) return Promise.resolve(refuse(io, [state.problem]))
  if (json === true) io.out(JSON.stringify(state, undefined, 2))
  else {
    const where = state.exists ? `From ${state.path}.` : `There is no ${state.path}.`
    io.out(oneLine(where))
    for (const line of stringify(state.policy).trimEnd().split('\n')) io.out(line)
  }
  return Promise.resolve(exitCodes.done)
}
