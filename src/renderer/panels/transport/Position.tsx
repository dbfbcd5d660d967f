import { useEffect, useRef, useState } from 'react'
import { beatsAt, tempoMapOf } from '#shared/graph'
import { formatBars, formatTime, onOtherFrame, parsePlace } from '../../kit'
import { playheadNow, projectNow, seek, setPrefs, usePrefs } from '../../state'
import { EditableText, Tip } from '../../ui'
import { typePlace, useTyping } from './type-place'

/** Where the playhead is, or a field for where it is to go. */
export function Position() {
  return useTyping(state => state.typing) ? <Field /> : <Clock />
}

/** As time and as bars; written before every paint, outside React. A click swaps the two. */
function Clock() {
  const clock = usePrefs(prefs => prefs.clock)
  const time = useRef<HTMLSpanElement>(null)
  const bars = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    let shown = ''
    const loop = onOtherFrame(() => {
      const at = playheadNow()
      const { transport } = projectNow()
      const text = `${formatTime(at)} ${formatBars(transport, beatsAt(tempoMapOf(transport), at))}`
      if (text === shown || time.current === null || bars.current === null) return
      shown = text
      const [spent = '', bar = ''] = text.split(' ')
      time.current.textContent = spent
      bars.current.textContent = bar
    })
    return () => loop[Symbol.dispose]()
  }, [])

  const large = 'text-[17px] leading-none font-medium text-text'
  // At a zoom of 200 % there is room for one of them.
  const small = 'text-sm text-soft max-[800px]:hidden'
  const order = clock === 'time' ? '' : 'flex-row-reverse'
  return (
    <Tip
      text={`${clock === 'time' ? 'Show bars and beats large' : 'Show time large'}\nDouble-click to type a place`}
    >
      <button
        type="button"
        aria-label="Position, swap time and bars"
        data-testid="clock"
        className={`flex h-8 items-center gap-3 rounded bg-well px-3 ring-1 ring-line hover:ring-line-strong ${order}`}
        onClick={() => setPrefs({ clock: clock === 'time' ? 'bars' : 'time' })}
        onDoubleClick={() => typePlace(true)}
      >
        <span
          ref={time}
          data-testid="position"
          className={`text-right ${clock === 'time' ? `w-21 ${large}` : `w-16 ${small}`}`}
        >
          0:00.000
        </span>
        <span
          ref={bars}
          data-testid="position-bars"
          className={`text-right ${clock === 'bars' ? `w-24 ${large}` : `w-18 ${small}`}`}
        >
          1.1.1.00
        </span>
      </button>
    </Tip>
  )
}

function Field() {
  const [shown] = useState(() => {
    const { transport } = projectNow()
    return formatBars(transport, beatsAt(tempoMapOf(transport), playheadNow()))
  })
  return (
    <EditableText
      focused
      value={shown}
      label="Go to: a bar, as 17 or 3.2.3, or a time, as 1:02"
      testId="go-to"
      className="h-8 w-48 border-line-strong px-3 max-[800px]:w-27 text-[17px] font-medium"
      problem={text =>
        parsePlace(projectNow().transport, text) === undefined
          ? 'There is no such place. Type a bar, like 17 or 3.2.3, or a time, like 1:02.'
          : undefined
      }
      onCommit={text => {
        typePlace(false)
        const time = text === shown ? undefined : parsePlace(projectNow().transport, text)
        if (time !== undefined) void seek(time)
      }}
    />
  )
}
