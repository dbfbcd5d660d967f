import { TriangleAlert } from 'lucide-react'
import { pluginOf } from '#shared/graph'
import { openDialog, showPlugin, useCosts, type NodeCost } from '../state'
import { classNames, Tip } from '../ui'
import type { DeviceBadge } from './device-state'

/** From this part of a core on the cost of a node is shown, and from there on it is a warning. */
const SHOWN = 0.005
const MUCH = 0.2
const MUCH_MEMORY = 128 * 2 ** 20

interface NodeBadgesProps {
  readonly node: string
  readonly type: string
  readonly badge: DeviceBadge | undefined
}

/** What is wrong with a node and what its code costs; each leads to the page of its plugin. */
export function NodeBadges({ node, type, badge }: NodeBadgesProps) {
  const cost = useCosts(state => state.byNode.get(node))
  const isMuch = cost !== undefined && (cost.cpu >= SHOWN || cost.memoryBytes >= MUCH_MEMORY)
  // What is bypassed costs nothing now, and its name needs the room.
  const isShown = isMuch && badge?.tone !== 'bad'
  return (
    <>
      {isShown && (
        <Badge
          type={type}
          testId={`cost-${node}`}
          look={cost.cpu >= MUCH || cost.memoryBytes >= MUCH_MEMORY ? 'warn' : 'quiet'}
          reason={costInWords(cost)}
          text={
            cost.memoryBytes >= MUCH_MEMORY ? megabytes(cost) : `${Math.round(cost.cpu * 100)} %`
          }
        />
      )}
      {badge !== undefined && (
        <Badge
          type={type}
          testId={`badge-${node}`}
          look={badge.tone}
          reason={badge.reason}
          text={badge.text}
        />
      )}
    </>
  )
}

const looks = {
  bad: 'bg-bad-ground text-bad',
  warn: 'bg-well text-warn',
  quiet: 'bg-well text-soft',
} as const

interface BadgeProps {
  readonly type: string
  readonly testId: string
  readonly look: keyof typeof looks
  readonly text: string
  readonly reason: string
}

function Badge({ type, testId, look, text, reason }: BadgeProps) {
  return (
    <Tip text={`${reason}\nClick for the plugin’s page.`} side="top">
      <button
        type="button"
        data-testid={testId}
        className={classNames(
          'nodrag inline-flex h-4 shrink-0 items-center gap-1 rounded-sm px-1 text-2xs font-medium hover:brightness-125',
          looks[look],
        )}
        onClick={() => {
          showPlugin(pluginOf(type))
          openDialog('plugins')
        }}
      >
        {look === 'bad' && <TriangleAlert size={10} aria-hidden />}
        {text}
      </button>
    </Tip>
  )
}

function costInWords(cost: NodeCost): string {
  const cpu = `${(cost.cpu * 100).toFixed(1)} % of one core`
  const memory = `${megabytes(cost)} for its plugin`
  return cost.errors === 0 ? `${cpu}, ${memory}.` : `${cpu}, ${memory}, ${cost.errors} errors.`
}

function megabytes({ memoryBytes }: NodeCost): string {
  return `${Math.round(memoryBytes / 2 ** 20)} MB`
}
