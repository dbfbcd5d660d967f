import { useEffect, useRef, useState } from 'react'
import { fail } from '#shared/kit'
import {
  closeDialog,
  existingFolder,
  mirrorNow,
  projectNow,
  toast,
  useDocument,
  useSystem,
} from '../../state'
import { Button, Dialog } from '../../ui'
import { ExportForm } from './ExportForm'
import { ExportProgress } from './ExportProgress'
import { runExport, type ExportState } from './run-export'
import { exportPath } from './export-path'
import { formDefaults, settingsProblem, spanOf, type ExportForm as Form } from './export-settings'

/** Renders the project to a file: what and where, then how far it is, then what came of it. */
export function ExportDialog() {
  const folder = useSystem(state => state.info?.projectsFolder) ?? ''
  const title = useDocument(document => document.title)
  const [settings, setSettings] = useState<Form>(() => ({
    ...formDefaults,
    span: 'all',
    from: 0,
    to: projectNow().transport.length,
    path: exportPath(mirrorNow(), folder, title),
  }))
  const [state, setState] = useState<ExportState>({ kind: 'ready' })
  const running = useRef<AbortController>(undefined)

  useEffect(() => {
    if (!mirrorNow().draft) return
    let current = true
    // The folder for projects is made when the first one is saved.
    void existingFolder(folder).then(found => {
      if (!current || !found.ok) return
      const place = exportPath(mirrorNow(), found.value.path, title)
      setSettings(now =>
        now.path === exportPath(mirrorNow(), folder, title) ? { ...now, path: place } : now,
      )
    })
    return () => {
      current = false
    }
  }, [folder, title])

  useEffect(() => () => running.current?.abort(), [])

  async function start(replace: boolean): Promise<void> {
    const stop = new AbortController()
    running.current = stop
    const span = spanOf(settings, projectNow().transport)
    await runExport({ ...settings, ...span, replace }, stop.signal, setState)
  }

  function cancel(): void {
    running.current?.abort()
    setState({ kind: 'failed', failure: fail('render-cancelled', '') })
    toast({ tone: 'info', text: 'The export was cancelled; no file was left.' })
  }

  const isRunning = state.kind === 'running'
  const exists = state.kind === 'failed' && state.failure.code === 'file-exists'
  return (
    <Dialog
      title="Export"
      description="Render the project to a sound file."
      testId="export-dialog"
      onClose={closeDialog}
      footer={
        isRunning ? (
          <Button data-testid="export-cancel" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <>
            <Button onClick={closeDialog}>{state.kind === 'done' ? 'Close' : 'Cancel'}</Button>
            <Button
              look={exists ? 'danger' : 'primary'}
              disabled={settingsProblem(settings) !== undefined}
              data-testid="export-start"
              onClick={() => void start(exists || state.kind === 'done')}
            >
              {exists ? 'Replace' : state.kind === 'done' ? 'Export again' : 'Export'}
            </Button>
          </>
        )
      }
    >
      <fieldset disabled={isRunning} className="flex flex-col gap-4 disabled:opacity-50">
        <ExportForm
          settings={settings}
          onChange={next => {
            setSettings(next)
            setState({ kind: 'ready' })
          }}
        />
      </fieldset>
      <ExportProgress state={state} />
    </Dialog>
  )
}
