import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { addAiService } from '../../state'
import { Button, FailureNote, TextField } from '../../ui'

/** A line for the address of a service and its token. A refusal stays beside it. */
export function AddService() {
  const [url, setUrl] = useState('')
  const [token, setToken] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)

  async function add(): Promise<void> {
    setBusy(true)
    const refused = await addAiService(url, token)
    setBusy(false)
    setFailure(refused)
    if (refused !== undefined) return
    setUrl('')
    setToken('')
  }

  return (
    <form
      aria-label="Add a service"
      className="flex flex-col gap-2 pt-4"
      onSubmit={event => {
        event.preventDefault()
        void add()
      }}
    >
      <div className="flex gap-2">
        <TextField
          required
          value={url}
          aria-label="Address of the service"
          placeholder="http://127.0.0.1:4950"
          onChange={event => setUrl(event.currentTarget.value)}
        />
        <TextField
          type="password"
          value={token}
          aria-label="Its token, where it wants one"
          placeholder="Token, where it wants one"
          className="max-w-56"
          onChange={event => setToken(event.currentTarget.value)}
        />
        <Button type="submit" disabled={busy}>
          Add
        </Button>
      </div>
      {failure !== undefined && <FailureNote message={`${failure.message} (${failure.code})`} />}
    </form>
  )
}
