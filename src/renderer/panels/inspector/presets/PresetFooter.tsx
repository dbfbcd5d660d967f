import { Download, Upload } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { Failure } from '#shared/kit'
import type { Node } from '#shared/graph'
import { applyPresetText, importPreset, presetText, savePreset } from '../../../state'
import { Button, FailureNote, IconButton, TextField } from '../../../ui'

interface PresetFooterProps {
  readonly node: Node
  readonly onClose: () => void
}

/** Saving how the node stands, under a new name or over one of the user's; files out and in. */
export function PresetFooter({ node, onClose }: PresetFooterProps) {
  const [name, setName] = useState(node.preset?.name ?? '')
  const [failure, setFailure] = useState<Failure>()
  const file = useRef<HTMLInputElement>(null)
  const field = useId()
  const exists = failure?.code === 'preset-exists'

  async function save(event: { preventDefault(): void }): Promise<void> {
    event.preventDefault()
    const saved = await savePreset(node.id, name.trim(), exists)
    if (saved.ok) onClose()
    else setFailure(saved.error)
  }

  async function take(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return
    const text = await chosen.text()
    const put = applyPresetText(node.id, text)
    const taken = put.ok ? await importPreset(text) : put
    // One that the user has already under this name is not put over it.
    if (!taken.ok && taken.error.code !== 'preset-exists') setFailure(taken.error)
  }

  return (
    <form
      className="flex flex-col gap-1.5 border-t border-line p-2"
      onSubmit={event => void save(event)}
    >
      <div className="flex items-center gap-1.5">
        <label htmlFor={field} className="sr-only">
          Name of the preset
        </label>
        <TextField
          id={field}
          value={name}
          maxLength={100}
          placeholder="Name to save it under"
          data-testid="preset-save-name"
          onChange={event => {
            setName(event.currentTarget.value)
            setFailure(undefined)
          }}
        />
        <Button
          type="submit"
          look={exists ? 'danger' : 'primary'}
          disabled={name.trim() === ''}
          data-testid="preset-save"
        >
          {exists ? 'Replace' : 'Save'}
        </Button>
        <IconButton
          icon={Download}
          label="Export as a file"
          data-testid="preset-export"
          onClick={() => download(node.id)}
        />
        <IconButton icon={Upload} label="Import a file" onClick={() => file.current?.click()} />
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          aria-label="Preset file"
          tabIndex={-1}
          data-testid="preset-import"
          className="hidden"
          onChange={event => void take(event.currentTarget.files?.[0])}
        />
      </div>
      {failure !== undefined && (
        <FailureNote message={failure.message} tone={exists ? 'warning' : 'failure'} />
      )}
    </form>
  )
}

function download(node: string): void {
  const preset = presetText(node)
  if (preset === undefined) return
  const address = URL.createObjectURL(new Blob([preset.text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${preset.name.replaceAll(/[\\/:*?"<>|]/g, '-')}.preset.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
