import { useEffect, useState } from 'react'
import type { JobLogLine, JobState } from '#shared/contract'
import { attempt } from '../../kit'
import { client } from '../../state'

/** A job that runs is looked at so often, in milliseconds. */
const LOOK_MS = 1000

/** What a job has noted of itself. */
export function JobLog({ job, state }: { readonly job: string; readonly state: JobState }) {
  const [lines, setLines] = useState<readonly JobLogLine[]>()
  useEffect(() => {
    let isShown = true
    const look = async () => {
      const answer = await attempt(client().jobs.log({ job }))
      if (isShown && answer.ok) setLines(answer.value)
    }
    void look()
    const timer = state === 'processing' ? setInterval(() => void look(), LOOK_MS) : undefined
    return () => {
      isShown = false
      clearInterval(timer)
    }
  }, [job, state])
  if (lines === undefined) return undefined
  if (lines.length === 0) {
    return <p className="px-7 py-1 text-xs text-faint">It has noted nothing.</p>
  }
  return (
    <ol className="max-h-32 overflow-y-auto px-7 py-1 font-mono text-xs text-soft">
      {lines.map(({ time, text }, index) => (
        <li key={`${time}-${index}`} className="flex gap-3">
          <time className="shrink-0 text-faint">{new Date(time).toLocaleTimeString()}</time>
          <span className="min-w-0 break-words">{text}</span>
        </li>
      ))}
    </ol>
  )
}
