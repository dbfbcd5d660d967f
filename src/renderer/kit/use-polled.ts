import { useEffect, useState } from 'react'
import type { Result } from '#shared/kit'

/**
 * What a call answered lately, the newest last: asked again every `ms` for as long as it is shown, the last `keep`
 * answers kept. `ask` must be stable.
 */
export function usePolled<T>(ask: () => Promise<Result<T>>, ms: number, keep = 1): readonly T[] {
  const [values, setValues] = useState<readonly T[]>([])
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const step = async () => {
      const answer = await ask()
      if (!current) return
      if (answer.ok) setValues(before => [...before, answer.value].slice(-keep))
      timer = setTimeout(() => void step(), ms)
    }
    void step()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [ask, ms, keep])
  return values
}
