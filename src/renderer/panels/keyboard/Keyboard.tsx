import { ChevronLeft, ChevronRight, Keyboard as KeyboardIcon, OctagonX } from 'lucide-react'
import { useEffect, useState } from 'react'
import {
  bend,
  holdLive,
  liveTarget,
  modulateNotes,
  pedal,
  setMidiPrefs,
  shiftOctave,
  silenceNotes,
  toggleComputerKeys,
  useComputerKeys,
  useDocument,
  useMidiPrefs,
  useSelection,
  useArmed,
} from '../../state'
import { Button, IconButton, Tip, Toggle } from '../../ui'
import { addLiveInput, hearsNotes } from './live-nodes'
import { KeyLatency } from './KeyLatency'
import { Keys } from './Keys'
import { Wheel } from './Wheel'

/** Semitones of the pitch wheel, both ways. */
const BEND = 2

/** A keyboard on the screen, with wheels and pedal; and the switch that lets the computer's letters play. */
export function Keyboard() {
  const octave = useMidiPrefs(prefs => prefs.octave)
  const velocity = useMidiPrefs(prefs => prefs.velocity)
  const letters = useComputerKeys(state => state.on)
  const [down, setDown] = useState(false)

  useEffect(() => {
    const live = holdLive()
    return () => live[Symbol.dispose]()
  }, [])

  return (
    <div data-testid="keyboard" className="flex h-full min-h-0 flex-col gap-2 p-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        <Target />
        <span className="flex items-center gap-1">
          <IconButton icon={ChevronLeft} label="An octave down" onClick={() => shiftOctave(-1)} />
          <output aria-label="Octave" className="w-7 text-center">
            C{octave}
          </output>
          <IconButton icon={ChevronRight} label="An octave up" onClick={() => shiftOctave(1)} />
        </span>
        <label className="flex items-center gap-2 text-soft">
          Velocity
          <input
            type="range"
            min={1}
            max={127}
            value={Math.round(velocity * 127)}
            className="w-24 accent-(--accent)"
            onChange={event => setMidiPrefs({ velocity: Number(event.currentTarget.value) / 127 })}
          />
          <span className="w-6">{Math.round(velocity * 127)}</span>
        </label>
        <span className="flex items-center gap-2 text-soft">
          <Toggle
            on={down}
            label="Sustain"
            onChange={on => {
              setDown(on)
              pedal(on)
            }}
          />
          Sustain
        </span>
        <Tip text={'Letters play notes: A is C, W is C♯ …\nZ and X move the octave, Shift is loud'}>
          <span className="flex items-center gap-2 text-soft">
            <Toggle
              on={letters}
              label="Play with the computer keyboard"
              testId="computer-keys"
              onChange={toggleComputerKeys}
            />
            <KeyboardIcon size={14} aria-hidden />
            Computer keys
          </span>
        </Tip>
        <IconButton icon={OctagonX} label="Stop all notes" onClick={silenceNotes} />
        <span className="flex-1" />
        <KeyLatency />
      </div>
      <div className="flex min-h-0 flex-1 gap-2">
        <Wheel label="Pitch" min={-1} max={1} springs onTurn={value => bend(value * BEND)} />
        <Wheel label="Mod" min={0} max={1} onTurn={modulateNotes} />
        <Keys lowest={12 * octave} velocity={velocity} />
      </div>
    </div>
  )
}

/** Who hears what is played; or how somebody will. */
function Target() {
  const graph = useDocument(document => document.graph)
  useSelection(state => state.nodes)
  useArmed(state => state.nodes)
  const target = liveTarget()
  const node = target === undefined ? undefined : graph.nodes[target]
  if (node === undefined && !hearsNotes(graph)) {
    return (
      <Button className="h-6 px-2" data-testid="add-live-input" onClick={addLiveInput}>
        Add a Live Notes node to play
      </Button>
    )
  }
  return (
    <span data-testid="live-target" className="truncate text-soft">
      Plays {node === undefined ? 'every Live Notes node' : (node.label ?? nameOf(node.type))}
    </span>
  )
}

function nameOf(type: string): string {
  return type === 'note-track/note-track' ? 'the note track' : 'this Live Notes node'
}
