import { ChevronDown, Timer } from 'lucide-react'
import type { TransportSettings } from '#shared/graph'
import { dispatch, projectNow, useDocument } from '../../state'
import { IconButton, Menu, type MenuEntry } from '../../ui'

const LEVELS = [-24, -18, -12, -6, 0] as const
const BARS = [0, 1, 2, 3, 4] as const

/** The metronome: on or off, how loud, and how many bars it counts in before a recording. */
export function MetronomeControls() {
  const { enabled } = useDocument(document => document.transport.metronome)
  return (
    <div className="flex items-center" role="group" aria-label="Metronome">
      <IconButton
        icon={Timer}
        label="Metronome"
        keys="K"
        pressed={enabled}
        data-testid="metronome"
        onClick={toggleMetronome}
      />
      <Menu
        label="Metronome settings"
        entries={entries}
        trigger={
          <button
            type="button"
            aria-label="Metronome settings"
            data-testid="metronome-settings"
            className="flex h-7 w-4 items-center justify-center rounded text-faint hover:bg-control data-[state=open]:bg-control"
          >
            <ChevronDown size={11} aria-hidden />
          </button>
        }
      />
    </div>
  )
}

function set(label: string, transport: Partial<TransportSettings>): void {
  dispatch(label, [{ kind: 'set-transport', transport }])
}

export function toggleMetronome(): void {
  const { metronome } = projectNow().transport
  const enabled = !metronome.enabled
  set(enabled ? 'Metronome on' : 'Metronome off', { metronome: { ...metronome, enabled } })
}

function entries(): readonly MenuEntry[] {
  const { metronome, countIn } = projectNow().transport
  return [
    {
      label: 'Accent on the first beat',
      checked: metronome.accent,
      run: () =>
        set('Metronome accent', { metronome: { ...metronome, accent: !metronome.accent } }),
    },
    {
      label: 'Level',
      entries: LEVELS.map((level): MenuEntry => ({
        label: `${String(level).replace('-', '−')} dB`,
        checked: metronome.level === level,
        run: () => set('Metronome level', { metronome: { ...metronome, level } }),
      })),
    },
    {
      label: 'Count-in',
      entries: BARS.map((bars): MenuEntry => ({
        label: bars === 0 ? 'None' : bars === 1 ? '1 bar' : `${bars} bars`,
        checked: countIn === bars,
        run: () => set('Set count-in', { countIn: bars }),
      })),
    },
  ]
}
