import { useEffect, useRef } from 'react'
import { formatBars, formatTime, onFrame } from '../../kit'
import { playheadNow, projectNow } from '../../state'

/** Where the playhead is, as time and as bars; written before every paint, outside React. */
export function Position() {
  const time = useRef<HTMLSpanElement>(null)
  const bars = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    let shown = ''
    const loop = onFrame(() => {
      const at = playheadNow()
      const { tempo, signature } = projectNow().transport
      const text = `${formatTime(at)} ${formatBars(at, tempo, signature)}`
      if (text === shown || time.current === null || bars.current === null) return
      shown = text
      const [clock = '', bar = ''] = text.split(' ')
      time.current.textContent = clock
      bars.current.textContent = bar
    })
    return () => loop[Symbol.dispose]()
  }, [])

  return (
    <div
      role="timer"
      aria-label="Position"
      className="flex h-8 items-center gap-3 rounded bg-well px-3 ring-1 ring-line"
    >
      <span
        ref={time}
        data-testid="position"
        className="w-21 text-right text-[17px] leading-none font-medium text-text"
      >
        0:00.000
      </span>
      <span ref={bars} data-testid="position-bars" className="w-16 text-right text-sm text-soft">
        1.1.00
      </span>
    </div>
  )
}
