import { useCallback } from 'react'
import type { Node, NumberParam, ParamSpec, ParamValue } from '#shared/graph'
import { beginGestureOfMany, catalog, setParamOfMany } from '../../state'
import { Choice, Knob, SectionTitle, Toggle, ValueField } from '../../ui'

interface Common {
  readonly param: string
  readonly spec: ParamSpec
  /** What all of them stand at; undefined where they differ. */
  readonly value: ParamValue | undefined
  readonly first: ParamValue
}

/** The parameters that all selected nodes have, alike: turned together. */
export function CommonParams({ nodes }: { readonly nodes: readonly Node[] }) {
  const common = commonOf(nodes)
  if (common.length === 0) {
    return <p className="text-xs text-faint">They have no parameters in common.</p>
  }
  const ids = nodes.map(({ id }) => id)
  const numbers = common.filter(({ spec }) => spec.kind === 'number')
  const lines = common.filter(({ spec }) => spec.kind === 'choice' || spec.kind === 'toggle')
  return (
    <section aria-label="Common parameters" className="-mx-3 border-t border-line">
      <SectionTitle>In common</SectionTitle>
      {lines.length > 0 && (
        <div className="flex flex-col gap-3 px-3 pb-3">
          {lines.map(item => (
            <Line key={item.param} nodes={ids} {...item} />
          ))}
        </div>
      )}
      <div className="grid grid-cols-3 gap-x-1 gap-y-4 px-3 pb-3">
        {numbers.map(({ spec, ...item }) =>
          spec.kind === 'number' ? (
            <CommonNumber key={item.param} nodes={ids} spec={spec} {...item} />
          ) : undefined,
        )}
      </div>
    </section>
  )
}

interface CommonNumberProps extends Omit<Common, 'spec'> {
  readonly nodes: readonly string[]
  readonly spec: NumberParam
}

function CommonNumber({ nodes, param, spec, value, first }: CommonNumberProps) {
  const key = nodes.join(' ')
  const begin = useCallback(() => beginGestureOfMany(key.split(' '), param), [key, param])
  const control = {
    spec,
    value: Number(value ?? first),
    label: `${spec.label} of ${nodes.length} nodes${value === undefined ? ', which differ' : ''}`,
    begin,
  }
  return (
    <div className="flex min-w-0 flex-col items-center gap-1">
      <span className="max-w-full truncate text-xs text-soft" title={spec.label}>
        {spec.label}
      </span>
      <span className={value === undefined ? 'opacity-50' : ''}>
        <Knob {...control} size={40} testId={`common-${param}`} />
      </span>
      {value === undefined ? (
        <span className="text-xs text-faint">differ</span>
      ) : (
        <ValueField {...control} testId={`common-value-${param}`} />
      )}
    </div>
  )
}

function Line({
  nodes,
  param,
  spec,
  value,
  first,
}: Common & { readonly nodes: readonly string[] }) {
  const label = `${spec.label} of ${nodes.length} nodes`
  const set = (next: ParamValue) => setParamOfMany(nodes, param, next)
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="truncate text-xs text-soft">
        {spec.label}
        {value === undefined && <span className="text-faint"> · differ</span>}
      </span>
      {spec.kind === 'toggle' && (
        <Toggle on={(value ?? first) === true} label={label} onChange={set} />
      )}
      {spec.kind === 'choice' && (
        <span className="w-32">
          <Choice compact spec={spec} value={String(value ?? first)} label={label} onChange={set} />
        </span>
      )}
    </div>
  )
}

/** Parameters of the same id that take the same values in every node. */
export function commonOf(nodes: readonly Node[]): readonly Common[] {
  const all = nodes.map(node => ({ node, params: catalog().get(node.type)?.params ?? {} }))
  const [first] = all
  if (first === undefined) return []
  return Object.entries(first.params).flatMap(([param, spec]) => {
    if (!all.every(({ params }) => takesTheSame(params[param], spec))) return []
    const values = all.map(({ node, params }) => node.params[param] ?? params[param]?.default)
    const [value] = values
    if (value === undefined) return []
    const same = values.every(each => each === value)
    return [{ param, spec, first: value, value: same ? value : undefined }]
  })
}

function takesTheSame(a: ParamSpec | undefined, b: ParamSpec): boolean {
  if (a === undefined || a.kind !== b.kind) return false
  if (a.kind === 'number' && b.kind === 'number') {
    return a.min === b.min && a.max === b.max && a.unit === b.unit && a.curve === b.curve
  }
  if (a.kind === 'choice' && b.kind === 'choice') {
    return a.options.map(({ id }) => id).join() === b.options.map(({ id }) => id).join()
  }
  return a.kind === 'toggle'
}
