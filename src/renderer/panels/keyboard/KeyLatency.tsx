import { useEffect, useState } from 'react'
import { playback } from '../../state'
import { Tip } from '../../ui'

/** How long a key takes to be heard, as it was measured. */
export function KeyLatency() {
  const [latency, setLatency] = useState<number>()
  useEffect(() => {
    const timer = setInterval(() => setLatency(playback().keyLatency()), 500)
    return () => clearInterval(timer)
  }, [])
  const text =
    latency === undefined
      ? 'Key to sound: play a note'
      : `Key to sound ${Math.round(latency * 1000)} ms`
  return (
    <Tip
      text={
        'From the key to the loudspeakers, measured when a note begins in silence.\nA shorter look-ahead in the settings makes it less.'
      }
    >
      <output data-testid="key-latency" className="text-faint">
        {text}
      </output>
    </Tip>
  )
}
