import { useEffect, useState } from 'react'
import type { MarketDetails } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client, useMarket } from '../../state'

interface Shown {
  readonly id: string
  readonly version?: string
}
interface Asked {
  readonly key: string
  readonly details?: MarketDetails
  readonly failure?: Failure
}

/** All of a package, asked for again whenever the marketplace changes; the old answer stays until the new one is there. */
export function useDetails({ id, version }: Shown): Omit<Asked, 'key'> {
  const revision = useMarket(state => state.revision)
  const [asked, setAsked] = useState<Asked>({ key: '' })
  const key = `${id} ${version ?? ''}`
  useEffect(() => {
    let current = true
    const input = { id, ...(version !== undefined && { version }) }
    void attempt(client().marketplace.details(input)).then(answer => {
      if (!current) return
      if (answer.ok) setAsked({ key, details: answer.value })
      else setAsked({ key, failure: answer.error })
    })
    return () => {
      current = false
    }
  }, [key, id, version, revision])
  return asked.key === key ? asked : {}
}
