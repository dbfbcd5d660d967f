import { useEffect, useState } from 'react'
import type { PluginCertificate } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { usePlugins } from './plugins'

export interface KnownCertificate {
  readonly known: PluginCertificate | undefined
  /** What is being measured now. */
  readonly doing: string | undefined
  readonly failure: Failure | undefined
  readonly measure: () => Promise<void>
}

/** What the package of an installed plugin says of its checks and costs, what was measured here, and how they differ. */
export function useCertificate(plugin: string): KnownCertificate {
  const [known, setKnown] = useState<PluginCertificate>()
  const [doing, setDoing] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const revision = usePlugins(state => state.revision)
  useEffect(() => {
    let current = true
    void attempt(client().plugins.certificate({ id: plugin })).then(answer => {
      if (current && answer.ok) setKnown(answer.value)
    })
    return () => {
      current = false
    }
  }, [plugin, revision])

  async function measure(): Promise<void> {
    setDoing('…')
    setFailure(undefined)
    const events = await attempt(client().plugins.measure({ id: plugin }))
    if (!events.ok) setFailure(events.error)
    else {
      for await (const event of events.value) {
        if (event.kind === 'progress') setDoing(` ${event.what}…`)
        if (event.kind === 'measured') setKnown(event.certificate)
        if (event.kind === 'failed') setFailure(event.failure)
      }
    }
    setDoing(undefined)
  }

  return { known, doing, failure, measure }
}
