import type { EarlyShape } from '#shared/contract'
import type { NodeDefinition } from '#shared/graph'
import { formatSpan } from '../../kit'
import { inOrder } from './in-order'

interface EarlyShapesProps {
  readonly early: Readonly<Record<string, EarlyShape>>
  readonly definition: NodeDefinition
  readonly height: number
}

/** The shapes of what is there of sounds that are being made, over the length that they will have. */
export function EarlyShapes({ early, definition, height }: EarlyShapesProps) {
  const shapes = inOrder(Object.entries(early), definition)
  return (
    <div className="absolute inset-0 text-text">
      {shapes.map(([port, { seconds, peaks }]) => (
        <svg
          key={port}
          role="img"
          aria-label={`${definition.outputs[port]?.label ?? port} so far: ${formatSpan(seconds)} can be heard`}
          viewBox={`0 -1 ${peaks.length} 2`}
          preserveAspectRatio="none"
          className="block w-full fill-current"
          height={Math.floor(height / shapes.length)}
        >
          <path d={outline(peaks)} />
        </svg>
      ))}
    </div>
  )
}

/** Bars to both sides of the middle. */
function outline(peaks: readonly number[]): string {
  return peaks
    .flatMap((peak, at) => (peak > 0 ? [`M${at} ${-peak}h0.7v${2 * peak}h-0.7z`] : []))
    .join('')
}
