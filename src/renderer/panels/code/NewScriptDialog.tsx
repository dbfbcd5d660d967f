import { useState } from 'react'
import type { Failure } from '#shared/kit'
import {
  addNode,
  closeDialog,
  newScript,
  openCode,
  scriptTemplates,
  type ScriptTemplate,
} from '../../state'
import { Button, Choice, Dialog, FailureNote, TextField } from '../../ui'

/** A node of code, out of what is closest to it. */
export function NewScriptDialog() {
  const [name, setName] = useState('My script')
  const [template, setTemplate] = useState<ScriptTemplate>('gain')
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)

  async function make(): Promise<void> {
    if (busy || name.trim() === '') return
    setBusy(true)
    const made = await newScript(name.trim(), template)
    setBusy(false)
    if (!made.ok) return setFailure(made.error)
    const { plugin } = made.value
    addNode(`${plugin}/${plugin}`)
    await openCode(plugin)
  }

  return (
    <Dialog
      title="New script node"
      description="Choose what it begins as."
      testId="new-script-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look="primary"
            disabled={busy || name.trim() === ''}
            data-testid="new-script-make"
            onClick={() => void make()}
          >
            Make
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          void make()
        }}
      >
        <TextField
          aria-label="Name"
          value={name}
          maxLength={40}
          data-testid="new-script-name"
          onChange={event => setName(event.currentTarget.value)}
        />
        <Choice
          spec={templates}
          value={template}
          label="Begins as"
          testId="new-script-template"
          onChange={next => setTemplate(scriptTemplates.find(each => each === next) ?? 'gain')}
        />
        <p className="text-xs text-soft">{words[template]}</p>
        {failure !== undefined && <FailureNote message={failure.message} />}
      </form>
    </Dialog>
  )
}

const words: Readonly<Record<ScriptTemplate, string>> = {
  gain: 'Every sample times a number: the shortest effect there is.',
  filter: 'A low-pass of the second order, by the SDK’s own filter.',
  delay: 'Repeats by a line of past samples.',
  lfo: 'A slow sine as a control signal; it goes on when its code changes.',
  analyzer: 'Sound in, its level out as a control signal.',
}

const templates = {
  kind: 'choice' as const,
  label: 'Begins as',
  options: [
    { id: 'gain', label: 'Gain' },
    { id: 'filter', label: 'Filter' },
    { id: 'delay', label: 'Delay' },
    { id: 'lfo', label: 'LFO' },
    { id: 'analyzer', label: 'Analyzer' },
  ],
  default: 'gain',
}
