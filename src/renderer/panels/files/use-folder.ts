import { useCallback, useEffect, useState } from 'react'
import type { FolderListing } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client } from '../../state'

interface OpenFolder {
  readonly listing: FolderListing | undefined
  readonly failure: Failure | undefined
  go(path: string): void
}

/** A folder of the user's, to walk through. A folder that cannot be read leaves the one before it. */
export function useFolder(start: string | undefined): OpenFolder {
  const [listing, setListing] = useState<FolderListing>()
  const [failure, setFailure] = useState<Failure>()

  const go = useCallback(async (path: string | undefined) => {
    const answer = await attempt(client().system.listFolder(path === undefined ? {} : { path }))
    setFailure(answer.ok ? undefined : answer.error)
    if (answer.ok) setListing(answer.value)
    return answer.ok
  }, [])

  useEffect(() => {
    void go(start).then(found => {
      if (!found && start !== undefined) void go(undefined)
    })
  }, [go, start])

  return { listing, failure, go: path => void go(path) }
}
