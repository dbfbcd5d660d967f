import type { ReactNode } from 'react'
import type { ClipNodeInfo } from '#shared/contract'
import { clipInto, type Node, type NodeDefinition } from '#shared/graph'
import { catalog, graphNow, isWorking, saidBy, useDocument } from '../../state'
import { classNames } from '../../ui'
import { Wave } from '../Wave'
import { EarlyShapes } from './EarlyShapes'
import { inOrder } from './in-order'
import { NoteShape } from './NoteShape'
import { Words } from './Words'

/** How high all of it stands, in pixels; `scene/shape` counts on it. */
const HEIGHT = 48

interface ClipShapesProps {
  readonly node: Node
  readonly definition: NodeDefinition
  readonly info: ClipNodeInfo | undefined
}

/** The shapes of what was made; while it is made, the ghost of what goes in, filled as far as the work has come. */
export function ClipShapes({ node, definition, info }: ClipShapesProps) {
  const isBusy = isWorking(info)
  const { result } = node
  if (isBusy) {
    return (
      <Area>
        <Ghost node={node.id} definition={definition} />
        {info?.early !== undefined && result === undefined && (
          <EarlyShapes early={info.early} definition={definition} height={HEIGHT} />
        )}
        <div
          role="progressbar"
          aria-label="Progress"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor((info?.progress ?? 0) * 100)}
          className={classNames(
            'absolute inset-y-0 left-0 border-r border-accent bg-accent/15 transition-[width]',
            info?.state === 'waiting' && 'animate-pulse',
          )}
          style={{ width: info?.state === 'running' ? `${(info.progress ?? 0) * 100}%` : '100%' }}
        />
      </Area>
    )
  }
  if (result === undefined) {
    return (
      <Area>
        <div className="flex h-full items-center justify-center px-3 text-center text-2xs text-faint">
          <p className="line-clamp-3" title={hintOf(definition, info)}>
            {hintOf(definition, info)}
          </p>
        </div>
      </Area>
    )
  }
  const made = Object.entries(result.clips)
  const faded = info?.state === 'stale' && 'opacity-50'
  if (definition.dsp.form === 'job' && definition.dsp.work === 'words') {
    return (
      <Area className={faded}>
        <Words said={saidBy(node)} />
      </Area>
    )
  }
  if (made.length === 0) {
    return (
      <Area className={faded}>
        <NoteShape clips={result.notes ?? []} height={HEIGHT} />
      </Area>
    )
  }
  const height = Math.floor(HEIGHT / made.length)
  return (
    <Area className={faded}>
      {inOrder(made, definition).map(([port, asset]) => (
        <Wave
          key={port}
          asset={asset}
          height={height}
          label={`Waveform of ${definition.outputs[port]?.label ?? port}`}
        />
      ))}
    </Area>
  )
}

function Area({
  children,
  className,
}: {
  readonly children: ReactNode
  readonly className?: string | false | undefined
}) {
  return (
    <div className={classNames('relative overflow-hidden', className)} style={{ height: HEIGHT }}>
      {children}
    </div>
  )
}

/** The shape of what comes in stands for what will be; a dashed line where nothing does. */
function Ghost({
  node,
  definition,
}: {
  readonly node: string
  readonly definition: NodeDefinition
}) {
  const port = Object.keys(definition.inputs).find(id => definition.inputs[id]?.kind === 'clip')
  const asset = useDocument(() =>
    port === undefined ? undefined : clipInto(graphNow(), catalog(), { node, port }),
  )
  return asset === undefined ? (
    <div className="absolute inset-x-2 top-1/2 border-t border-dashed border-line-strong" />
  ) : (
    <div className="opacity-35">
      <Wave asset={asset} height={HEIGHT} label="Shape of what goes in" />
    </div>
  )
}

function hintOf({ inputs }: NodeDefinition, info: ClipNodeInfo | undefined): string {
  if (info?.failure !== undefined) return info.failure.message
  if (info?.lacks !== undefined && info.lacks.code !== 'clip-input-missing') {
    return info.lacks.message
  }
  const [input] = Object.values(inputs)
  if (info?.lacks === undefined) return 'Press Run: what it makes stays in the project.'
  return input?.kind === 'audio'
    ? 'Wire sound to its input, then press Run.'
    : 'Wire a clip to its input, such as a player’s, then press Run.'
}
