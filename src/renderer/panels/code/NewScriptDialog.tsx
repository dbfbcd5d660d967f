import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { scriptTemplateSchema, type ScriptTemplate } from '#shared/contract'
import { addNode, closeDialog, newScript, openCode } from '../../state'
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
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>Name</span>
          <TextField
            aria-label="Name"
            value={name}
            maxLength={40}
            data-testid="new-script-name"
            onChange={event => setName(event.currentTarget.value)}
          />
        </div>
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>Begins as</span>
          <Choice
            spec={templates}
            value={template}
            label="Begins as"
            testId="new-script-template"
            onChange={next => setTemplate(scriptTemplateSchema.safeParse(next).data ?? 'gain')}
          />
        </div>
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
  sidechain: 'Turns one sound down while another is loud.',
  effect: 'A tremolo: a slow wave turns the level up and down.',
  generator: 'A sine, with its frequency and its level.',
  lfo: 'A slow sine as a control signal that turns knobs; it goes on when its code changes.',
  notes: 'Chords, moved up or down and played as runs: two kernels in plugin.json, no code.',
  analyzer: 'Sound in, its level out as a control signal.',
}

const templates = {
  kind: 'choice' as const,
  label: 'Begins as',
  options: [
    { id: 'gain', label: 'Gain' },
    { id: 'filter', label: 'Filter' },
    { id: 'delay', label: 'Delay' },
    { id: 'sidechain', label: 'Sidechain' },
    { id: 'effect', label: 'Effect that moves' },
    { id: 'generator', label: 'Generator' },
    { id: 'lfo', label: 'Modulation source' },
    { id: 'notes', label: 'Note effect' },
    { id: 'analyzer', label: 'Analyser' },
  ],
  default: 'gain',
}
