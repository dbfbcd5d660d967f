import { useCallback, useEffect, useState } from 'react'
import type { ReviewsOf } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client } from '../../state'

interface Asked {
  readonly plugin: string
  readonly reviews?: ReviewsOf
  readonly failure?: Failure
}

/** The reviews of a plugin, and how to ask for them again. */
export function useReviews(plugin: string): Omit<Asked, 'plugin'> & { readonly again: () => void } {
  const [asked, setAsked] = useState<Asked>({ plugin: '' })
  const [round, setRound] = useState(0)
  useEffect(() => {
    let current = true
    void attempt(client().reviews.of({ plugin })).then(answer => {
      if (!current) return
      if (answer.ok) setAsked({ plugin, reviews: answer.value })
      else setAsked({ plugin, failure: answer.error })
    })
    return () => {
      current = false
    }
  }, [plugin, round])
  const again = useCallback(() => setRound(count => count + 1), [])
  return asked.plugin === plugin ? { ...asked, again } : { again }
}
