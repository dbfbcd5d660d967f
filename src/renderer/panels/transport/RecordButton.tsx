import { Circle } from 'lucide-react'
import { record, useRecording } from '../../state'
import { Tip } from '../../ui'

/** Records what is played by hand on the armed tracks, after the count-in. */
export function RecordButton() {
  const recording = useRecording(state => state.take !== undefined)
  return (
    <Tip text={recording ? 'Stop recording' : 'Record on the armed tracks'} keys="R">
      <button
        type="button"
        aria-label="Record"
        aria-pressed={recording}
        data-testid="record"
        className="inline-flex size-8 items-center justify-center rounded text-bad hover:bg-control aria-pressed:bg-bad aria-pressed:text-panel"
        onClick={() => void record()}
      >
        <Circle size={14} fill="currentColor" strokeWidth={0} aria-hidden />
      </button>
    </Tip>
  )
}
