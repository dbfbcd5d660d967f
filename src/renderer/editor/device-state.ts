import type { NodeTrouble } from '#shared/contract'
import type { ProjectProblem } from '#shared/graph'

/** What a node's title bar says beside its name. */
export interface DeviceBadge {
  readonly text: string
  readonly tone: 'bad' | 'quiet'
  readonly reason: string
}

/** The worst that is known of a node: that it is missing (and why), in trouble, wrong in the project, or switched off. */
export function deviceBadge(
  known: boolean,
  bypassed: boolean,
  trouble: NodeTrouble | undefined,
  problem: ProjectProblem | undefined,
  absence?: string,
): DeviceBadge | undefined {
  if (!known) {
    // A plugin that is there and does not run is not missing.
    if (absence !== undefined) return { text: 'Disabled', tone: 'bad', reason: absence }
    return {
      text: 'Missing',
      tone: 'bad',
      reason: problem?.message ?? 'No plugin brings this node. It is kept as it is.',
    }
  }
  if (trouble?.state === 'bypassed') {
    return { text: 'Bypassed', tone: 'bad', reason: trouble.message }
  }
  // The code on disk is newer than what plays.
  if (trouble?.code === 'script-replace-failed') {
    return { text: 'Stale', tone: 'bad', reason: trouble.message }
  }
  if (trouble !== undefined) return { text: 'Faulty', tone: 'bad', reason: trouble.message }
  if (problem !== undefined) return { text: 'Problem', tone: 'bad', reason: problem.message }
  return bypassed
    ? { text: 'Off', tone: 'quiet', reason: 'Switched off: sound goes past it.' }
    : undefined
}
