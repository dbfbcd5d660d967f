import { Flame } from 'lucide-react'
import { useState } from 'react'
import type { Contributions } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client, toast, useCatalog } from '../../state'
import { Button, FailureNote } from '../../ui'

const SECONDS = 3

interface PluginProfileProps {
  readonly plugin: string
  readonly parts: Pick<Contributions, 'tools' | 'sensors'>
}

/**
 * Where the time of its first node with code of its own goes, else of its first sensor or tool, as a file for Chrome’s
 * developer tools.
 */
export function PluginProfile({ plugin, parts }: PluginProfileProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const runsCode = useCatalog(({ nodes }) =>
    [...nodes.values()].some(
      ({ type, dsp }) => type.startsWith(`${plugin}/`) && ['script', 'wasm'].includes(dsp.form),
    ),
  )
  if (!runsCode && parts.tools.length === 0 && parts.sensors.length === 0) return undefined
  const run = async () => {
    setBusy(true)
    setFailure(undefined)
    const profile = await attempt(client().plugins.profile({ id: plugin, seconds: SECONDS }))
    setBusy(false)
    if (!profile.ok) return setFailure(profile.error)
    const text = JSON.stringify(profile.value)
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    const name = `${plugin.replace('/', '-')}.cpuprofile`
    link.download = name
    link.click()
    const how = 'open it in the developer tools of Chrome, under Performance.'
    toast({ tone: 'done', text: `${name} is saved: ${how}` })
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }
  return (
    <div className="flex flex-col gap-2">
      <Button
        className="h-6 self-start px-2"
        data-testid="plugin-profile"
        disabled={busy}
        onClick={() => void run()}
      >
        <Flame size={12} aria-hidden />
        {busy ? `Running it for ${SECONDS} seconds…` : 'Save a CPU profile'}
      </Button>
      {failure !== undefined && <FailureNote message={failure.message} />}
    </div>
  )
}
