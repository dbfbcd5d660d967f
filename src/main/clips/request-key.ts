import { canonicalJson } from '#shared/kit'
import { sha256 } from '../kit'
import type { WorkInput, WorkPlan } from './clip-work'

/** What a node's result is made of, as a hash: whatever changes it makes the result stale. */
export function requestKey(work: string, input: WorkInput, { uses }: WorkPlan): string {
  const { definition, params, clips } = input
  const sounds = Object.fromEntries(
    Object.entries(clips).map(([port, { sha256: hash }]) => [port, hash]),
  )
  const request = { work, plugin: definition.pluginVersion, params, clips: sounds, uses }
  return sha256(Buffer.from(canonicalJson(request)))
}

/** The result itself also depends on who makes it. */
export function resultKey(request: string, { version }: WorkPlan): string {
  return sha256(Buffer.from(`${request} ${version}`))
}
