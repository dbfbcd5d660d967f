import { useState } from 'react'
import type { Failure, Result } from '#shared/kit'
import { Button, FailureNote, TextField } from '../../ui'

interface AddFormProps {
  readonly label: string
  readonly fields: readonly {
    readonly id: string
    readonly label: string
    readonly hint: string
    /** In letters. */
    readonly longest?: number
    readonly optional?: boolean
    /** Is not shown while it is typed. */
    readonly secret?: boolean
    /** Whether it takes the room that is left; the last one does where nothing is said. */
    readonly wide?: boolean
  }[]
  /** Adds what was typed; a refusal stays beside the fields. */
  readonly onAdd: (values: Readonly<Record<string, string>>) => Promise<Result<unknown>>
}

/** A line of fields and a button, for what is added by its address. */
export function AddForm({ label, fields, onAdd }: AddFormProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)

  async function add(): Promise<void> {
    setBusy(true)
    const added = await onAdd(values)
    setBusy(false)
    setFailure(added.ok ? undefined : added.error)
    if (added.ok) setValues({})
  }

  return (
    <form
      aria-label={label}
      className="flex flex-col gap-2"
      onSubmit={event => {
        event.preventDefault()
        void add()
      }}
    >
      <div className="flex gap-2">
        {fields.map(({ id, label: name, hint, longest, optional, secret, wide }, index) => (
          <TextField
            key={id}
            value={values[id] ?? ''}
            aria-label={name}
            placeholder={hint}
            maxLength={longest}
            required={optional !== true}
            {...(secret === true && { type: 'password', autoComplete: 'new-password' })}
            className={(wide ?? index === fields.length - 1) ? 'flex-1' : 'max-w-36'}
            onChange={event => {
              const { value } = event.currentTarget
              setValues(old => ({ ...old, [id]: value }))
            }}
          />
        ))}
        <Button type="submit" disabled={busy}>
          {label}
        </Button>
      </div>
      {failure !== undefined && <FailureNote message={`${failure.message} (${failure.code})`} />}
    </form>
  )
}
