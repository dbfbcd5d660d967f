import { Play, X } from 'lucide-react'
import type { ClipNodeInfo } from '#shared/contract'
import type { Node, NodeDefinition } from '#shared/graph'
import { formatSpan } from '../../kit'
import { cancelClips, isWorking, recoveryOf, runClips, useClipNode } from '../../state'
import { classNames } from '../../ui'
import { ClipShapes } from './ClipShapes'

interface ClipSlotProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
}

/** What a node that works as a job has made, how it stands, and the button that makes it go. */
export function ClipSlot({ node, name, definition }: ClipSlotProps) {
  const info = useClipNode(node.id)
  const isBusy = isWorking(info)
  const [says, tone] = sayingOf(info, node)
  const lacks = isBusy ? undefined : info?.lacks
  const way = lacks && recoveryOf(lacks.code)
  return (
    <div
      data-testid={`clip-${node.id}`}
      data-state={info?.state ?? 'empty'}
      className={classNames(
        'mx-2 mt-1.5 overflow-hidden rounded bg-well ring-1 ring-line',
        info?.state === 'stale' && 'ring-warn/60',
        info?.state === 'failed' && 'ring-bad/60',
      )}
    >
      <ClipShapes node={node} definition={definition} info={info} />
      <div className="flex h-6 items-center gap-1.5 border-t border-line pr-0.5 pl-1.5 text-2xs">
        <span
          className={classNames('min-w-0 flex-1 truncate tabular-nums', tone)}
          title={titleOf(info, node, says)}
          aria-live="polite"
        >
          {says}
        </span>
        {way !== undefined && (
          <button
            type="button"
            data-testid={`way-${node.id}`}
            className="nodrag inline-flex h-5 shrink-0 items-center rounded-sm border border-line-strong bg-control px-1.5 text-2xs text-text hover:bg-control-hover"
            onClick={() => way.run()}
          >
            {way.label}
          </button>
        )}
        <button
          type="button"
          data-testid={`${isBusy ? 'cancel' : 'run'}-${node.id}`}
          aria-label={`${isBusy ? 'Cancel' : runWord(info)} ${name}`}
          className="nodrag inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border border-line-strong bg-control px-1.5 text-2xs text-text hover:bg-control-hover"
          onClick={() => void (isBusy ? cancelClips([node.id]) : runClips([node.id]))}
        >
          {isBusy ? <X size={10} aria-hidden /> : <Play size={10} aria-hidden />}
          {isBusy ? 'Cancel' : runWord(info)}
        </button>
      </div>
    </div>
  )
}

function runWord(info: ClipNodeInfo | undefined): string {
  return info?.state === 'failed' ? 'Try again' : info?.state === 'done' ? 'Run again' : 'Run'
}

/** In a few words, and their colour. */
function sayingOf(
  info: ClipNodeInfo | undefined,
  { result }: Node,
): readonly [text: string, tone: string] {
  switch (info?.state) {
    case undefined:
    case 'empty':
      return ['Not made yet', 'text-faint']
    case 'stale':
      return ['Stale: something before it has changed', 'text-warn']
    case 'waiting':
      return ['Waiting', 'text-soft']
    case 'running': {
      const part = `${Math.floor((info.progress ?? 0) * 100)} %`
      const left =
        info.secondsLeft === undefined ? undefined : `${formatSpan(info.secondsLeft)} left`
      return [[part, info.stage, left].filter(text => text !== undefined).join(' · '), 'text-soft']
    }
    case 'failed':
      // Where nothing was made, the reason stands in place of its shape.
      return [
        result === undefined ? 'Not made' : firstSentence(info.failure?.message ?? 'It failed.'),
        'text-bad',
      ]
    case 'done':
      return [result?.by ?? 'Done', 'text-soft']
  }
}

function titleOf(info: ClipNodeInfo | undefined, { result }: Node, says: string): string {
  const lines = [info?.failure?.message ?? info?.lacks?.message ?? says]
  if (result !== undefined) lines.push(`Made by: ${result.by}`)
  if (info?.by !== undefined && info.by !== result?.by) lines.push(`Would be made by: ${info.by}`)
  return lines.join('\n')
}

const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text
