import { firstGroups, firstPerformer } from './project'
import { firstTimeline } from './transport-settings'

/**
 * One step a version: `migrations[n - 1]` takes a document of version n to n + 1. Every step is pure and
 * gets plain JSON of any shape. Each brings a golden file of the version that it leaves.
 */
export const migrations: readonly ((document: unknown) => unknown)[] = [addTimeline, addGroups]

/** Version 2 has clips, a tempo map, markers, a count-in and a metronome. */
function addTimeline(document: unknown): unknown {
  if (!isObject(document)) return document
  const { transport } = document
  return {
    clips: {},
    ...document,
    version: 2,
    ...(isObject(transport) && { transport: { ...firstTimeline(), ...transport } }),
  }
}

/** Version 3 has groups, comments, MIDI mappings, controls of the performer view and snapshots. */
function addGroups(document: unknown): unknown {
  if (!isObject(document)) return document
  const { graph } = document
  return {
    ...firstPerformer(),
    ...document,
    version: 3,
    ...(isObject(graph) && { graph: { ...firstGroups(), ...graph } }),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
