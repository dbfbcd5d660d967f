import { Circle, History, Mic, Music, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LeftTake } from '#shared/contract'
import {
  armedAudioTrack,
  closeInput,
  keepHeard,
  keepNotes,
  leftTakes,
  openInput,
  record,
  recoverTake,
  setInput,
  setMonitoring,
  useArmed,
  useAudioTake,
  useDocument,
  useInput,
  useInputPrefs,
  useProjectStore,
  useRecording,
  type InputChannels,
} from '../../state'
import { Button, SectionTitle, Toggle } from '../../ui'
import { InputMeter } from './InputMeter'

const channelNames: Readonly<Record<InputChannels, string>> = {
  left: 'Mono: left or only channel',
  right: 'Mono: right channel',
  stereo: 'Stereo',
}

/** The audio input, recording from it, and what can be kept though nobody recorded. */
export function Record() {
  return (
    <div
      data-testid="record-panel"
      className="grid h-full min-h-0 grid-cols-[minmax(260px,440px)_minmax(220px,400px)_minmax(240px,1fr)] divide-x divide-line overflow-y-auto"
    >
      <InputSection />
      <TakeSection />
      <LatelySection />
    </div>
  )
}

function InputSection() {
  const { state, facts, devices, monitoring } = useInput()
  const { device, channels, offset } = useInputPrefs()
  return (
    <section aria-label="Audio input" className="flex min-w-0 flex-col gap-2 px-4 py-2">
      <div className="flex items-center">
        <SectionTitle flush>Input</SectionTitle>
        <span className="flex-1" />
        {state === 'open' && (
          <Button className="h-6 px-2" data-testid="input-close" onClick={closeInput}>
            Close
          </Button>
        )}
      </div>
      {state === 'open' ? (
        <>
          <InputMeter />
          <Choice
            label="Device"
            value={device ?? facts?.device ?? ''}
            options={devices.map(({ id, name }) => [id, name])}
            onChange={id => void setInput({ device: id })}
          />
          <Choice
            label="Channels"
            value={channels}
            options={Object.entries(channelNames)}
            onChange={next => {
              if (next === 'left' || next === 'right' || next === 'stereo') {
                void setInput({ channels: next })
              }
            }}
          />
          <div className="flex items-center justify-between text-xs text-soft">
            Hear the input (use headphones)
            <Toggle on={monitoring} label="Hear the input" onChange={setMonitoring} />
          </div>
          <label className="flex items-center justify-between gap-2 text-xs text-soft">
            <span>
              Latency {((facts?.latency ?? 0) * 1000).toFixed(0)} ms, and
              <span className="text-faint"> by ear</span>
            </span>
            <span className="flex items-center gap-1">
              <input
                type="number"
                min={-200}
                max={500}
                value={offset}
                className="h-6 w-16 rounded bg-well px-1 text-right ring-1 ring-line"
                onChange={event => {
                  const next = Number(event.currentTarget.value)
                  if (Number.isFinite(next)) void setInput({ offset: next })
                }}
              />
              ms
            </span>
          </label>
        </>
      ) : (
        <>
          <p className="text-xs text-faint">
            Record a microphone or an instrument. The browser asks once; nothing is heard or sent
            anywhere but to this computer.
          </p>
          <Button
            look="primary"
            className="self-start"
            disabled={state === 'opening'}
            data-testid="input-open"
            onClick={() => void openInput()}
          >
            <Mic size={14} aria-hidden />
            Open the input
          </Button>
        </>
      )}
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [id: string, name: string])[]
  readonly onChange: (id: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="flex items-center justify-between gap-2 text-xs text-soft">
      {label}
      <select
        value={value}
        className="h-6 max-w-44 truncate rounded bg-control px-1 text-text"
        onChange={event => onChange(event.currentTarget.value)}
      >
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function TakeSection() {
  const { state, seconds } = useAudioTake()
  const rolling = useRecording(({ take }) => take !== undefined)
  const open = useInput(input => input.state === 'open')
  const track = useTrackName()
  return (
    <section aria-label="Take" className="flex min-w-0 flex-col gap-2 px-4 py-2">
      <SectionTitle flush>Take</SectionTitle>
      <p className="text-xs text-soft">
        {track === undefined
          ? 'A new audio track is made for it. Arm a track in the timeline to use that one.'
          : `It goes to ${track}.`}
      </p>
      <Button
        look={rolling ? 'plain' : 'primary'}
        className="self-start"
        disabled={!rolling && (!open || state !== 'idle')}
        data-testid="record-toggle"
        onClick={() => void record()}
      >
        {rolling ? (
          <Square size={12} fill="currentColor" aria-hidden />
        ) : (
          <Circle size={12} fill="currentColor" className="text-bad" aria-hidden />
        )}
        {rolling ? 'Stop' : 'Record'}
      </Button>
      <output data-testid="take-state" className="text-xs text-faint">
        {state === 'recording' && `Recording, ${seconds} s`}
        {state === 'finishing' && 'Taking it into the project…'}
        {state === 'idle' && 'After the count-in that the transport has.'}
      </output>
    </section>
  )
}

function useTrackName(): string | undefined {
  useArmed(state => state.nodes)
  const nodes = useDocument(document => document.graph.nodes)
  const track = armedAudioTrack()
  return track === undefined ? undefined : (nodes[track]?.label ?? 'the armed audio track')
}

function LatelySection() {
  const left = useLeftTakes()
  return (
    <section aria-label="Lately" className="flex min-w-0 flex-col gap-2 px-4 py-2">
      <SectionTitle flush>The last ten minutes</SectionTitle>
      <p className="text-xs text-soft">What was played is kept for a while, recorded or not.</p>
      <div className="flex flex-wrap gap-2">
        <Button data-testid="keep-heard" onClick={() => void keepHeard()}>
          <History size={14} aria-hidden />
          Keep what was heard
        </Button>
        <Button data-testid="keep-notes" onClick={() => void keepNotes()}>
          <Music size={14} aria-hidden />
          Keep the notes played
        </Button>
      </div>
      {left.takes.map(({ take, begun, seconds }) => (
        <div
          key={take}
          data-testid="left-take"
          className="flex items-center gap-2 rounded bg-well px-2 py-1 text-xs"
        >
          <span className="min-w-0 flex-1 truncate">
            Unfinished take, {new Date(begun).toLocaleTimeString()}, {seconds.toFixed(1)} s
          </span>
          <Button
            className="h-6 px-2"
            onClick={() => void recoverTake(take).then(() => left.refresh())}
          >
            Recover
          </Button>
        </div>
      ))}
    </section>
  )
}

function useLeftTakes() {
  const [takes, setTakes] = useState<readonly LeftTake[]>([])
  const project = useProjectStore(store => store.mirror?.project)
  const refresh = () => void leftTakes().then(setTakes)
  useEffect(refresh, [project])
  return { takes, refresh }
}
