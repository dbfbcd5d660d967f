import { Repeat } from 'lucide-react'
import { formatTime, parseTime, timeProblem } from '../../kit'
import { dispatch, useDocument } from '../../state'
import { EditableText, IconButton } from '../../ui'
import { setLoop } from './set-loop'

/** The loop: on or off, and where it begins and ends. */
export function LoopControls() {
  const loop = useDocument(document => document.transport.loop)
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
          value={formatTime(loop.start)}
          label="Start of the loop"
          testId="loop-start"
          className={`h-7 w-16 text-right text-sm ${loop.enabled ? '' : 'text-faint'}`}
          problem={timeProblem}
          onCommit={text => {
            const start = parseTime(text)
            if (start !== undefined) setLoop(start, Math.max(loop.end, start + 0.01))
          }}
        />
        <span className="text-faint">–</span>
        <EditableText
          value={formatTime(loop.end)}
          label="End of the loop"
          testId="loop-end"
          className={`h-7 w-16 text-sm ${loop.enabled ? '' : 'text-faint'}`}
          problem={timeProblem}
          onCommit={text => {
            const end = parseTime(text)
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
