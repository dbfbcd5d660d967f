import { Maximize, SlidersHorizontal, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { PerformerControl } from '#shared/graph'
import { setPerforming, useDocument } from '../../state'
import { Button, EmptyState, IconButton } from '../../ui'
import { ControlCell } from './ControlCell'
import { Pads } from './Pads'

/** The page for playing live: what was put on it, and nothing else. */
export function PerformerView() {
  const controls = useDocument(document => document.performer.controls)
  const groups = useDocument(document => document.graph.groups)
  const [arranging, setArranging] = useState(false)
  const root = useRef<HTMLElement>(null)
  const ofGroups = useMemo(
    () => Object.values(groups).filter(({ knobs }) => knobs.length > 0),
    [groups],
  )
  useEffect(() => root.current?.focus(), [])
  const isEmpty = controls.length === 0 && ofGroups.length === 0

  return (
    <main
      ref={root}
      tabIndex={-1}
      aria-label="Performer"
      data-area="performer"
      data-testid="performer"
      className="absolute inset-0 z-20 flex flex-col bg-canvas outline-none"
    >
      <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line px-4">
        <h1 className="flex-1 text-sm font-semibold text-soft">Performer</h1>
        {controls.length > 0 && (
          <Button
            look={arranging ? 'primary' : 'quiet'}
            aria-pressed={arranging}
            data-testid="performer-arrange"
            onClick={() => setArranging(!arranging)}
          >
            {arranging ? 'Done' : 'Arrange'}
          </Button>
        )}
        <IconButton icon={Maximize} label="Full screen" onClick={() => void toggleFullScreen()} />
        <IconButton
          icon={X}
          label="Leave the performer view"
          keys="F11"
          data-testid="performer-leave"
          onClick={() => setPerforming(false)}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {isEmpty ? (
          <EmptyState icon={SlidersHorizontal} title="Nothing to turn yet">
            Right-click a knob and choose “Show to the performer”. The knobs of groups are here by
            themselves.
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-6">
            {controls.length > 0 && <Controls controls={controls} arranging={arranging} />}
            {ofGroups.map(({ id, label, knobs }) => (
              <section key={id} aria-label={label} className="flex flex-col gap-2">
                <h2 className="text-sm font-semibold text-soft">{label}</h2>
                <Controls controls={knobs} arranging={false} />
              </section>
            ))}
          </div>
        )}
      </div>
      <Pads />
    </main>
  )
}

interface ControlsProps {
  readonly controls: readonly PerformerControl[]
  readonly arranging: boolean
}

function Controls({ controls, arranging }: ControlsProps) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(136px,1fr))] gap-3">
      {controls.map((control, index) => (
        <ControlCell key={control.id} control={control} index={index} arranging={arranging} />
      ))}
    </ul>
  )
}

async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement === null) await document.documentElement.requestFullscreen()
  else await document.exitFullscreen()
}
