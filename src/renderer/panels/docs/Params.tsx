import { formatParam, type NodeDefinition, type ParamSpec } from '#shared/graph'

/** Each parameter with its range and what it does. */
export function Params({ params }: Pick<NodeDefinition, 'params'>) {
  const entries = Object.entries(params)
  if (entries.length === 0) return undefined
  return (
    <section>
      <h3 className="pb-1.5 text-xs font-semibold text-faint">Parameters</h3>
      <dl className="grid grid-cols-[minmax(96px,auto)_1fr] gap-x-4 gap-y-1.5 text-xs">
        {entries.map(([id, spec]) => (
          <div key={id} className="contents">
            <dt>{spec.label}</dt>
            <dd className="text-soft">
              {spec.doc !== undefined && <span>{spec.doc} </span>}
              <span className="text-faint">{rangeOf(spec)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function rangeOf(spec: ParamSpec): string {
  switch (spec.kind) {
    case 'number':
      return `${formatParam(spec, spec.min)} to ${formatParam(spec, spec.max)}, at first ${formatParam(spec, spec.default)}.`
    case 'choice':
      return `${spec.options.map(({ label }) => label).join(', ')}.`
    case 'toggle':
      return spec.default ? 'On at first.' : 'Off at first.'
    case 'file':
      return 'A sound of the project.'
    case 'text':
      return 'Words.'
  }
}
