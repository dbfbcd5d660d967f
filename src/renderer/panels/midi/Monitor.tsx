import { useEffect, useState } from 'react'
import { midiLog, midiWords } from '../../state'
import { SectionTitle } from '../../ui'

const SHOWN = 60
const EVERY_MS = 150

/** What MIDI devices said last, the newest first. */
export function Monitor() {
  const [, setNewest] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setNewest(midiLog[0]?.number ?? 0), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <section aria-label="MIDI monitor" className="flex min-h-0 flex-col gap-2 p-3">
      <SectionTitle flush>Monitor</SectionTitle>
      {midiLog.length === 0 && <p className="text-xs text-faint">Play a note to see it here.</p>}
      <ol data-testid="midi-monitor" className="min-h-0 flex-1 overflow-y-auto text-xs">
        {midiLog.slice(0, SHOWN).map(({ number, device, bytes, at }) => {
          const { channel, kind, value } = midiWords(bytes)
          return (
            <li key={number} className="flex gap-2 leading-5">
              <span className="w-16 text-faint">{at.toFixed(3)}</span>
              <span className="w-5 text-right text-faint">{channel}</span>
              <span className="w-32 truncate">{kind}</span>
              <span className="w-16 truncate">{value}</span>
              <span className="min-w-0 flex-1 truncate text-faint">{device}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
