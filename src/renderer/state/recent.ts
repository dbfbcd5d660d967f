import { create } from 'zustand'
import type { RecentProject } from '#shared/contract'
import { attempt } from '../kit'
import { client } from './connection'

/** Projects that were open lately, as of the last time somebody asked. */
export const useRecent = create<{ readonly projects: readonly RecentProject[] }>(() => ({
  projects: [],
}))

export async function refreshRecent(): Promise<void> {
  const answer = await attempt(client().project.recent())
  if (answer.ok) useRecent.setState({ projects: answer.value })
}
