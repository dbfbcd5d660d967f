import { useEffect, useState } from 'react'
import { attempt } from '../../kit'
import { client } from '../../state'

const LOOK_MS = 2000

/** The last lines of a service, the newest at the end. */
export function ServiceLog({ url }: { readonly url: string }) {
  const [lines, setLines] = useState<readonly string[]>()
  useEffect(() => {
    let isShown = true
    const look = async () => {
      const answer = await attempt(client().services.log({ url }))
      if (isShown && answer.ok) setLines(answer.value)
    }
    void look()
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => {
      isShown = false
      clearInterval(timer)
    }
  }, [url])
  if (lines === undefined) return undefined
  return (
    <textarea
      readOnly
      rows={8}
      aria-label="Log"
      className="mt-2 w-full resize-y rounded border border-line bg-well p-2 font-mono text-xs text-soft"
      value={lines.length === 0 ? 'It has noted nothing.' : lines.join('\n')}
    />
  )
}
