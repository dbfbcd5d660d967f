import { Power } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { dispatch } from '../state'
import { classNames, Tip } from '../ui'
import { followLevel } from './glow'
import type { DeviceBadge } from './device-state'
import { toggleFlag } from './node-marks'
import { NodeBadges } from './NodeBadges'

interface DeviceHeaderProps {
  readonly node: string
  readonly type: string
  readonly name: string
  readonly color: string
  readonly bypassed: boolean
  readonly muted: boolean
  readonly soloed: boolean
  readonly badge: DeviceBadge | undefined
  readonly canBypass: boolean
}

/** A node's title bar: its kind as a strip, its level along the lower edge, its state and its bypass. */
export const DeviceHeader = memo(function DeviceHeader(props: DeviceHeaderProps) {
  const { node, type, name, color, bypassed, muted, soloed, badge, canBypass } = props
  return (
    <header
      style={{ '--device-kind': color }}
      className="device-header relative flex h-7 items-center gap-1 pr-1 pl-3.5"
    >
      <span
        aria-hidden
        className="absolute top-2 bottom-2 left-1.5 w-[3px] rounded-full"
        style={{ background: color }}
      />
      <span
        dir="auto"
        className={classNames(
          'device-name min-w-0 flex-1 truncate text-sm font-semibold',
          bypassed && 'text-faint',
        )}
        title={name}
      >
        {name}
      </span>
      {muted && <FlagBadge node={node} name={name} flag="muted" />}
      {soloed && <FlagBadge node={node} name={name} flag="soloed" />}
      <NodeBadges node={node} type={type} badge={badge} />
      {canBypass && (
        <Tip text={bypassed ? 'Bypassed: sound goes past it' : 'Bypass'}>
          <button
            type="button"
            aria-label={`Bypass ${name}`}
            aria-pressed={bypassed}
            data-testid={`bypass-${node}`}
            className={classNames(
              'nodrag inline-flex size-5 items-center justify-center rounded hover:bg-control-hover',
              bypassed ? 'text-faint' : 'text-good',
            )}
            onClick={() => {
              const label = bypassed ? `Switch ${name} on` : `Bypass ${name}`
              dispatch(label, [{ kind: 'set-bypassed', nodes: [node], bypassed: !bypassed }])
            }}
          >
            <Power size={12} strokeWidth={2.25} aria-hidden />
          </button>
        </Tip>
      )}
      <LevelLine node={node} color={color} />
    </header>
  )
})

const flags = {
  muted: { letter: 'M', word: 'Muted', press: 'unmute', className: 'bg-bad-ground text-bad' },
  soloed: {
    letter: 'S',
    word: 'Solo',
    press: 'end the solo',
    className: 'bg-accent text-on-accent',
  },
} as const

/** Shown while a node is muted or soloed; a press takes that back. */
function FlagBadge({
  node,
  name,
  flag,
}: {
  readonly node: string
  readonly name: string
  readonly flag: keyof typeof flags
}) {
  const { letter, word, press, className } = flags[flag]
  return (
    <Tip text={`${word}: press to ${press}`} side="top">
      <button
        type="button"
        aria-label={`${word}: ${press} ${name}`}
        data-testid={`${flag}-${node}`}
        className={classNames(
          'nodrag inline-flex size-4 items-center justify-center rounded-sm text-2xs font-bold',
          className,
        )}
        onClick={() => toggleFlag([node], flag)}
      >
        {letter}
      </button>
    </Tip>
  )
}

function LevelLine({ node, color }: { readonly node: string; readonly color: string }) {
  const line = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const followed = followLevel(node, level => {
      if (line.current !== null) line.current.style.transform = `scaleX(${level})`
    })
    return () => followed[Symbol.dispose]()
  }, [node])
  return (
    <span aria-hidden className="absolute inset-x-0 -bottom-px h-0.5 overflow-hidden bg-black/25">
      <span
        ref={line}
        className="block h-full origin-left"
        style={{ background: color, transform: 'scaleX(0)' }}
      />
    </span>
  )
}
