import { useEffect, useState } from 'react'
import type { FolderListing } from '#shared/contract'
import type { Failure, Result } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'

interface OpenFolder {
  readonly listing: FolderListing | undefined
  readonly failure: Failure | undefined
  go(path: string): void
}

interface Read {
  readonly listing?: FolderListing
  readonly failure?: Failure
}

/**
 * A folder of the user's, to walk through. A folder that cannot be read leaves the one before it. `onGone` hears
 * of each that was gone to.
 */
export function useFolder(
  start: string | undefined,
  onGone?: (listing: FolderListing) => void,
): OpenFolder {
  const [read, setRead] = useState<Read>({})

  function take(answer: Result<FolderListing>): void {
    setRead(({ listing }) => {
      if (answer.ok) return { listing: answer.value }
      return { failure: answer.error, ...(listing !== undefined && { listing }) }
    })
  }

  useEffect(() => {
    let current = true
    void existingFolder(start).then(answer => {
      if (current) take(answer)
    })
    return () => {
      current = false
    }
  }, [start])

  return {
    listing: read.listing,
    failure: read.failure,
    go: path =>
      void list(path).then(answer => {
        take(answer)
        if (answer.ok) onGone?.(answer.value)
      }),
  }
}

/** The folder to begin in; where it is not there yet, the one that the shell chooses. */
export async function existingFolder(start: string | undefined): Promise<Result<FolderListing>> {
  const wanted = await list(start)
  return wanted.ok || start === undefined ? wanted : await list(undefined)
}

function list(path: string | undefined): Promise<Result<FolderListing>> {
  return attempt(client().system.listFolder(path === undefined ? {} : { path }))
}
