import { TriangleAlert } from 'lucide-react'
import { useDocument, useEngine, useLink, useSystem, useToasts } from '../../state'
import { classNames } from '../../ui'
import { Counters } from './Counters'
import { DiskState } from './DiskState'
import { ExportChip } from './ExportChip'
import { HealthButton } from './HealthButton'
import { JobsChip } from './JobsChip'

const engineStates = {
  starting: ['Engine starting', 'bg-warn'],
  ready: ['Engine ready', 'bg-good'],
  restarting: ['Engine restarting', 'bg-warn'],
  down: ['Engine down', 'bg-bad'],
} as const

/** The bottom of the window: what the engine, the sound output and the connection are doing. */
export function StatusBar() {
  const sampleRate = useDocument(document => document.sampleRate)
  const info = useSystem(state => state.info)
  return (
    <footer
      aria-label="Status"
      className="flex h-6 shrink-0 items-center gap-4 border-t border-line bg-panel px-3 text-xs text-faint"
    >
      <HealthButton>
        <Engine />
        <Counters sampleRate={sampleRate} />
      </HealthButton>
      <span>{sampleRate / 1000} kHz</span>
      <DiskState />
      <ExportChip />
      <JobsChip />
      <LastMessage />
      <span className="whitespace-nowrap">
        Wireharp {info?.version} · {info?.face}
      </span>
    </footer>
  )
}

function Engine() {
  const { state, restarts, troubles } = useEngine()
  const link = useLink(found => found.link)
  const [text, color] =
    link !== 'online' ? (['Not connected', 'bg-bad'] as const) : engineStates[state]
  return (
    <span className="flex items-center gap-2 whitespace-nowrap" data-testid="engine-state">
      <span aria-hidden className={classNames('size-2 rounded-full', color)} />
      {text}
      {restarts > 0 && <span>· {restarts === 1 ? '1 restart' : `${restarts} restarts`}</span>}
      {troubles.size > 0 && (
        <span className="flex items-center gap-1 text-bad">
          <TriangleAlert size={11} aria-hidden />
          {troubles.size === 1 ? '1 node in trouble' : `${troubles.size} nodes in trouble`}
        </span>
      )}
    </span>
  )
}

function LastMessage() {
  const last = useToasts(state => state.past[0])
  return (
    <span
      className={classNames(
        'min-w-0 flex-1 truncate text-right',
        last?.tone === 'failure' && 'text-bad',
      )}
      title={last?.text}
    >
      {last?.text}
    </span>
  )
}
