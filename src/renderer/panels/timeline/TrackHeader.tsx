import { AudioLines, ChevronDown, ChevronRight, Circle, Music, Spline } from 'lucide-react'
import { memo } from 'react'
import type { Node, Track } from '#shared/graph'
import {
  catalog,
  dispatch,
  select,
  setTimeline,
  setArmed,
  useArmed,
  useSelection,
  useTimeline,
} from '../../state'
import {
  classNames,
  EditableText,
  IconButton,
  Menu,
  MenuAtPointer,
  Tip,
  type MenuEntry,
} from '../../ui'
import { addLane, automatable } from './lane-actions'
import { hues } from './palette'

interface TrackHeaderProps {
  readonly track: Track
  readonly y: number
  readonly height: number
}

const icons = { notes: Music, audio: AudioLines } as const

export const TrackHeader = memo(function TrackHeader({ track, y, height }: TrackHeaderProps) {
  const { node, label, hosts } = track
  const open = useTimeline(state => node.id in state.lanes)
  const armed = useArmed(state => state.nodes.has(node.id))
  const selected = useSelection(state => state.nodes.has(node.id))
  const slim = height < 40
  const Icon = track.plays ? AudioLines : hosts === undefined ? Spline : icons[hosts]
  return (
    <MenuAtPointer entries={() => trackMenu(node)}>
      <div
        role="listitem"
        aria-label={label}
        data-testid={`track-${node.id}`}
        className={classNames(
          'absolute inset-x-0 flex border-b border-line pl-1.5',
          selected && 'bg-control/60',
        )}
        style={{ top: y, height }}
        onPointerDown={() => select([node.id])}
      >
        <span
          aria-hidden
          className="my-1 w-1 shrink-0 rounded-full"
          style={{ background: node.color === undefined ? 'var(--line-strong)' : hues[node.color] }}
        />
        <div
          className={classNames(
            'flex min-w-0 flex-1 px-1',
            slim ? 'items-center gap-0.5' : 'flex-col justify-center gap-1',
          )}
        >
          <div className="flex min-w-0 flex-1 items-center gap-1 self-stretch">
            <Icon size={12} aria-hidden className="shrink-0 text-faint" />
            <EditableText
              value={label}
              label={`Name of ${label}`}
              className="h-5 flex-1 text-xs font-medium"
              onCommit={text =>
                void dispatch('Rename node', [{ kind: 'rename-node', node: node.id, label: text }])
              }
            />
          </div>
          <div className="flex items-center gap-0.5">
            <IconButton
              icon={open ? ChevronDown : ChevronRight}
              size="small"
              label={open ? `Close the lanes of ${label}` : `Open the lanes of ${label}`}
              aria-expanded={open}
              data-testid={`lanes-${node.id}`}
              onClick={() => toggleLanes(track)}
            />
            <Menu
              label={`Automate a parameter of ${label}`}
              entries={() => laneEntries(node)}
              trigger={
                <button
                  type="button"
                  aria-label={`Automate a parameter of ${label}`}
                  data-testid={`automate-${node.id}`}
                  className="inline-flex size-5 items-center justify-center rounded text-soft hover:bg-control hover:text-text"
                >
                  <Spline size={12} aria-hidden />
                </button>
              }
            />
            <span className="flex-1" />
            <Switch node={node} of="muted" letter="M" label={`Mute ${label}`} />
            <Switch node={node} of="soloed" letter="S" label={`Solo ${label}`} />
            {hosts === 'notes' && (
              <Tip text={armed ? 'Armed: what is played is recorded here' : 'Arm for recording'}>
                <button
                  type="button"
                  aria-label={`Arm ${label}`}
                  aria-pressed={armed}
                  data-testid={`arm-${node.id}`}
                  className="inline-flex size-5 items-center justify-center rounded text-soft hover:bg-control aria-pressed:text-bad"
                  onClick={() => setArmed(node.id, !armed)}
                >
                  <Circle size={11} fill={armed ? 'currentColor' : 'none'} aria-hidden />
                </button>
              </Tip>
            )}
          </div>
        </div>
      </div>
    </MenuAtPointer>
  )
})

interface SwitchProps {
  readonly node: Node
  readonly of: 'muted' | 'soloed'
  readonly letter: string
  readonly label: string
}

function Switch({ node, of, letter, label }: SwitchProps) {
  const on = node[of] === true
  return (
    <Tip text={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        data-testid={`${of}-${node.id}`}
        className="inline-flex size-5 items-center justify-center rounded text-2xs font-semibold text-soft hover:bg-control aria-pressed:bg-accent aria-pressed:text-on-accent"
        onClick={() =>
          void dispatch(
            `${on ? 'Not ' : ''}${of === 'muted' ? 'mute' : 'solo'} ${node.label ?? 'track'}`,
            [{ kind: 'set-nodes', nodes: { [node.id]: { [of]: !on } } }],
          )
        }
      >
        {letter}
      </button>
    </Tip>
  )
}

function toggleLanes({ node }: Track): void {
  const { lanes } = useTimeline.getState()
  const { [node.id]: shown, ...rest } = lanes
  setTimeline({ lanes: shown === undefined ? { ...lanes, [node.id]: [] } : rest })
}

function laneEntries(node: Node): readonly MenuEntry[] {
  const params = automatable(catalog().get(node.type))
  if (params.length === 0) {
    return [{ label: 'Nothing here can be automated', disabled: true, run: () => {} }]
  }
  return params.map(([param, spec]): MenuEntry => ({
    label: spec.label,
    checked: node.automation?.[param] !== undefined,
    run: () => addLane(node.id, param),
  }))
}

function trackMenu(node: Node): readonly MenuEntry[] {
  return [
    { label: 'Automate', entries: laneEntries(node) },
    {
      label: 'Colour',
      entries: [
        ...colorNames.map((name): MenuEntry => ({
          label: name[0]?.toUpperCase() + name.slice(1),
          checked: node.color === name,
          run: () => setColor(node, name),
        })),
        'rule',
        { label: 'None', checked: node.color === undefined, run: () => setColor(node, '') },
      ],
    },
    'rule',
    {
      label: 'Delete the track',
      danger: true,
      run: () => void dispatch('Delete track', [{ kind: 'remove-nodes', nodes: [node.id] }]),
    },
  ]
}

const colorNames = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const

function setColor(node: Node, color: (typeof colorNames)[number] | ''): void {
  dispatch('Colour track', [{ kind: 'set-nodes', nodes: { [node.id]: { color } } }])
}
