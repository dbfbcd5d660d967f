import { Repeat } from 'lucide-react'
import { beatsAt, tempoMapOf } from '#shared/graph'
import type { Seconds } from '#shared/kit'
import { formatBars, formatTime, parsePlace, parseTime, timeProblem } from '../../kit'
import { dispatch, projectNow, useDocument, usePrefs } from '../../state'
import { EditableText, IconButton } from '../../ui'
import { placeProblem } from './place-problem'
import { setLoop } from './set-loop'

/** The loop: on or off, and where it begins and ends, as the clock counts. */
export function LoopControls() {
  const loop = useDocument(document => document.transport.loop)
  const places = usePlaces()
  const field = `h-7 w-17 text-sm ${loop.enabled ? '' : 'text-faint'}`
  return (
    <div className="flex items-center gap-0.5" role="group" aria-label="Loop">
      <IconButton
        icon={Repeat}
        label="Loop"
        keys="L"
        pressed={loop.enabled}
        data-testid="loop"
        onClick={toggleLoop}
      />
      <div className="hidden items-center gap-0.5 min-[1200px]:flex">
        <EditableText
          value={places.show(loop.start)}
          label="Start of the loop"
          testId="loop-start"
          className={`${field} text-right`}
          problem={places.problem}
          onCommit={text => {
            const start = places.parse(text)
            if (start !== undefined) setLoop(start, Math.max(loop.end, start + 0.01))
          }}
        />
        <span className="text-faint">–</span>
        <EditableText
          value={places.show(loop.end)}
          label="End of the loop"
          testId="loop-end"
          className={field}
          problem={places.problem}
          onCommit={text => {
            const end = places.parse(text)
            if (end !== undefined && end > 0) setLoop(Math.min(loop.start, end - 0.01), end)
          }}
        />
      </div>
    </div>
  )

  function toggleLoop(): void {
    const next = { ...loop, enabled: !loop.enabled }
    const label = loop.enabled ? 'Loop off' : 'Loop on'
    dispatch(label, [{ kind: 'set-transport', transport: { loop: next } }])
  }
}

interface Places {
  readonly show: (time: Seconds) => string
  readonly parse: (text: string) => Seconds | undefined
  readonly problem: (text: string) => string | undefined
}

/** How places are written and read: in what the clock shows large. */
function usePlaces(): Places {
  const clock = usePrefs(prefs => prefs.clock)
  const transport = useDocument(document => document.transport)
  if (clock === 'time') return { show: formatTime, parse: parseTime, problem: timeProblem }
  return {
    show: time => formatBars(transport, beatsAt(tempoMapOf(transport), time)),
    parse: text => parsePlace(projectNow().transport, text),
    problem: placeProblem,
  }
}
