import { useEffect, useState } from 'react'
import {
  beginExport,
  cancelExport,
  closeDialog,
  existingFolder,
  forgetExport,
  mirrorNow,
  projectNow,
  useDocument,
  useExport,
  useSystem,
} from '../../state'
import { Button, Dialog } from '../../ui'
import { ExportForm } from './ExportForm'
import { ExportProgress } from './ExportProgress'
import { keepSettings, keptSettings } from './kept-settings'
import { runExport } from './run-export'
import { exportPath } from './export-path'
import {
  formDefaults,
  namedFor,
  settingsProblem,
  spanOf,
  type ExportForm as Form,
} from './export-settings'

/** Renders the project to a file: what and where, then how far it is, then what came of it. */
export function ExportDialog() {
  const folder = useSystem(state => state.info?.projectsFolder) ?? ''
  const title = useDocument(document => document.title)
  const [settings, setSettings] = useState<Form>(() => ({
    ...formDefaults,
    ...keptSettings(projectNow().id),
    span: 'all',
    from: 0,
    to: projectNow().transport.length,
    path: namedFor(exportPath(mirrorNow(), folder, title), keptSettings(projectNow().id).format),
  }))
  const state = useExport(exporting => exporting.state)

  useEffect(() => {
    if (!mirrorNow().draft) return
    let current = true
    // The folder for projects is made when the first one is saved.
    void existingFolder(folder).then(found => {
      if (!current || !found.ok) return
      const place = exportPath(mirrorNow(), found.value.path, title)
      const untouched = exportPath(mirrorNow(), folder, title)
      setSettings(now =>
        now.path === namedFor(untouched, now.format)
          ? { ...now, path: namedFor(place, now.format) }
          : now,
      )
    })
    return () => {
      current = false
    }
  }, [folder, title])

  // What came of it was seen; what is under way goes on.
  useEffect(() => forgetExport, [])

  async function start(replace: boolean): Promise<void> {
    keepSettings(projectNow().id, settings)
    const span = spanOf(settings, projectNow().transport)
    await beginExport((signal, tell) => runExport({ ...settings, ...span, replace }, signal, tell))
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
          <>
            <Button data-testid="export-cancel" onClick={cancelExport}>
              Cancel
            </Button>
            <Button look="primary" data-testid="export-hide" onClick={closeDialog}>
              Go on working
            </Button>
          </>
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
            forgetExport()
          }}
        />
      </fieldset>
      <ExportProgress state={state} />
    </Dialog>
  )
}
