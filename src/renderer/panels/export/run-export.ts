import type { ExportEvent } from '#shared/contract'
import type { Seconds } from '#shared/kit'
import { toFailure } from '../../kit'
import { client, projectHandle, settled, type ExportState } from '../../state'
import { settingsOf, type ExportForm } from './export-settings'

interface ExportJob extends ExportForm {
  readonly replace: boolean
  readonly from: Seconds
  readonly to: Seconds
}

/** Runs an export to its end, telling how far it is. Aborting cancels it, and no file is left. */
export async function runExport(
  { replace, ...form }: ExportJob,
  signal: AbortSignal,
  tell: (state: ExportState) => void,
): Promise<void> {
  tell({ kind: 'running', done: 0 })
  await settled()
  try {
    const { path, from, to } = form
    const place = { project: projectHandle(), path: path.trim(), replace, from, to }
    const job = { ...settingsOf(form), ...place }
    for await (const event of await client().exports.run(job, { signal })) {
      if (signal.aborted) return
      tell(stateOf(event))
    }
  } catch (error) {
    // The iterator is the only way in which a stream can fail.
    if (!signal.aborted) tell({ kind: 'failed', failure: toFailure(error) })
  }
}

function stateOf(event: ExportEvent): ExportState {
  switch (event.kind) {
    case 'progress': {
      const { done, secondsLeft } = event
      return { kind: 'running', done, ...(secondsLeft !== undefined && { secondsLeft }) }
    }
    case 'completed':
      return { kind: 'done', path: event.path, report: event.report }
    case 'failed':
      return { kind: 'failed', failure: event.failure }
  }
}
