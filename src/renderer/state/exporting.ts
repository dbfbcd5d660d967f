import { create } from 'zustand'
import type { RenderReport } from '#shared/contract'
import { fail, type Failure, type Seconds } from '#shared/kit'
import { openDialog, useDialogs } from './dialogs'
import { toast } from './toasts'

/** How far an export is, or what came of it. */
export type ExportState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'running'; readonly done: number; readonly secondsLeft?: Seconds }
  | { readonly kind: 'done'; readonly path: string; readonly report: RenderReport }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** The export that runs, or ran last: it goes on while its dialog is closed. */
export const useExport = create<{ readonly state: ExportState }>(() => ({
  state: { kind: 'ready' },
}))

let running: AbortController | undefined

/** Begins an export. Once it is over it says so, where nobody watches it. */
export async function beginExport(
  run: (signal: AbortSignal, tell: (state: ExportState) => void) => Promise<void>,
): Promise<void> {
  running?.abort()
  const own = new AbortController()
  running = own
  await run(own.signal, state => {
    if (running === own) useExport.setState({ state })
  })
  if (running !== own) return
  running = undefined
  const { state } = useExport.getState()
  if (useDialogs.getState().open === 'export') return
  const action = { label: 'Show', run: () => openDialog('export') }
  if (state.kind === 'done') toast({ tone: 'done', text: `Exported ${state.path}`, action })
  if (state.kind === 'failed') toast({ tone: 'failure', text: state.failure.message, action })
}

export function cancelExport(): void {
  if (running === undefined) return
  running.abort()
  running = undefined
  useExport.setState({ state: { kind: 'failed', failure: fail('render-cancelled', '') } })
  toast({ tone: 'info', text: 'The export was cancelled; no file was left.' })
}

/** Nothing is under way, and what came of the last one is of no more interest. */
export function forgetExport(): void {
  if (running === undefined) useExport.setState({ state: { kind: 'ready' } })
}
