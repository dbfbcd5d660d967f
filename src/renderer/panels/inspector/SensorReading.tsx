import { useCallback, useEffect, useState } from 'react'
import type { Reading } from '#shared/contract'
import { formatParam, READING_PARAM, type NodeDefinition } from '#shared/graph'
import { attempt, usePolled } from '../../kit'
import { client, useCatalog } from '../../state'
import { FailureNote } from '../../ui'

const KEPT = 120
const WIDTH = 240
const HEIGHT = 40
const PROBLEM_MS = 2000

/** What a sensor's node measures now and measured lately. It is read for as long as this is shown. */
export function SensorReading({ definition }: { readonly definition: NodeDefinition }) {
  const isSensor = useCatalog(state =>
    state.plugins.some(
      ({ id, contributes }) =>
        id === definition.plugin &&
        contributes.sensors.includes(definition.type.slice(definition.plugin.length + 1)),
    ),
  )
  return isSensor ? <Follow key={definition.type} definition={definition} /> : undefined
}

function Follow({ definition }: { readonly definition: NodeDefinition }) {
  const readings = useReadings(definition.type)
  const problem = useProblem(definition.type)
  const spec = definition.params[READING_PARAM]
  if (spec?.kind !== 'number') return undefined
  const last = readings.at(-1)
  return (
    <section aria-label="Reading" className="border-b border-line p-3">
      {problem === undefined ? (
        <p className="pb-1 text-base" data-testid="sensor-reading">
          {last === undefined ? 'Waiting for the sensor…' : formatParam(spec, last.value)}
        </p>
      ) : (
        <div className="pb-2">
          <FailureNote message={problem} tone="warning" testId="sensor-problem" />
        </div>
      )}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        className="h-10 w-full rounded bg-well"
      >
        <polyline
          points={pointsOf(readings, spec)}
          fill="none"
          vectorEffect="non-scaling-stroke"
          className="stroke-control-port"
        />
      </svg>
    </section>
  )
}

/** Why it gives nothing; it is tried again by itself, and an answer to a question of rights counts then. */
function useProblem(sourceId: string): string | undefined {
  const ask = useCallback(() => attempt(client().sensors.list()), [])
  const sensors = usePolled(ask, PROBLEM_MS).at(-1)
  return sensors?.find(sensor => sensor.sourceId === sourceId)?.problem
}

/** The readings since this is shown, and those before it that are known. */
function useReadings(sourceId: string): readonly Reading[] {
  const [readings, setReadings] = useState<readonly Reading[]>([])
  useEffect(() => {
    const stop = new AbortController()
    void follow(sourceId, stop.signal, added =>
      setReadings(before => [...before, ...added].slice(-KEPT)),
    )
    return () => stop.abort()
  }, [sourceId])
  return readings
}

async function follow(
  sourceId: string,
  signal: AbortSignal,
  add: (readings: readonly Reading[]) => void,
): Promise<void> {
  try {
    add((await client().sensors.history({ sourceId }, { signal })).slice(-KEPT, -1))
    for await (const reading of await client().sensors.watch({ sources: [sourceId] }, { signal })) {
      add([reading])
    }
  } catch {
    // Nobody looks any more, or the link broke: the next one that is shown begins anew.
  }
}

function pointsOf(
  readings: readonly Reading[],
  { min, max }: { readonly min: number; readonly max: number },
): string {
  return readings
    .map(({ value }, index) => {
      const part = Math.min(1, Math.max(0, (value - min) / (max - min)))
      const x = (index / (KEPT - 1)) * WIDTH
      return `${x.toFixed(1)},${(HEIGHT * (1 - part)).toFixed(1)}`
    })
    .join(' ')
}
