import { useState } from 'react'
import { attempt } from '../../kit'
import { client, toastFailure, useSystem } from '../../state'
import { Button } from '../../ui'

/** Leads to a file: in its folder where the face can open one, else by its path on the clipboard. */
export function Reveal({ path }: { readonly path: string }) {
  const face = useSystem(state => state.info?.face)
  const [copied, setCopied] = useState(false)
  if (face === 'electron') {
    return (
      <Button className="h-6 shrink-0 px-2 text-xs" onClick={() => void reveal(path)}>
        Show in folder
      </Button>
    )
  }
  return (
    <Button
      className="h-6 shrink-0 px-2 text-xs"
      data-testid="export-copy-path"
      onClick={() => void navigator.clipboard.writeText(path).then(() => setCopied(true))}
    >
      {copied ? 'Copied' : 'Copy path'}
    </Button>
  )
}

async function reveal(path: string): Promise<void> {
  const shown = await attempt(client().system.reveal({ path }))
  if (!shown.ok) toastFailure(shown.error)
}
