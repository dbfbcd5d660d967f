import { ChevronRight, Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Node, NodeDefinition } from '#shared/graph'
import { fuzzyFilter } from '../../kit'
import { channelsOf } from '../../state'
import { EmptyState, TextField } from '../../ui'
import { Channels } from './Channels'
import { CurveControl } from './CurveControl'
import { EnvelopeControl } from './EnvelopeControl'
import { envelopesOf } from './envelopes'
import { NumberParamControl } from './NumberParamControl'
import { ParamLine } from './ParamLine'
import { sectionsOf, type Entry, type Section } from './sections'

/** From so many parameters on there is a search. */
const SEARCHED = 16

interface ParamsProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
}

/** Every parameter of a node in sections: lines, knobs, curves, and the channels of mixers as strips. */
export function Params({ node, name, definition }: ParamsProps) {
  const [query, setQuery] = useState('')
  const channels = channelsOf(definition)
  const ofChannels = new Set(channels.flatMap(channel => channel.params))
  const entries = Object.entries(definition.params).filter(([param]) => !ofChannels.has(param))
  if (entries.length + channels.length === 0) {
    return <p className="p-3 text-xs text-faint">This node has no parameters.</p>
  }
  const found = fuzzyFilter(entries, query, ([param, spec]) => [spec.label, param])
  const sections = sectionsOf(entries)
  return (
    <>
      {entries.length > SEARCHED && (
        <div className="relative px-3 pt-3">
          <Search
            size={13}
            aria-hidden
            className="pointer-events-none absolute top-5 left-5 text-faint"
          />
          <TextField
            type="search"
            value={query}
            placeholder={`Search ${entries.length} parameters`}
            aria-label={`Search the parameters of ${name}`}
            data-testid="param-search"
            className="pl-7"
            onChange={event => setQuery(event.currentTarget.value)}
          />
        </div>
      )}
      {query !== '' && found.length === 0 && (
        <EmptyState icon={Search} title="No parameter is called so" />
      )}
      {query === '' ? (
        sections.map((section, index) => (
          <Part
            key={section.title}
            node={node}
            name={name}
            section={section}
            folds={sections.length > 1 && section.title !== ''}
            open={sections.length <= 6 || index < 2}
          />
        ))
      ) : (
        <Controls node={node} name={name} entries={found} />
      )}
      {query === '' && channels.length > 0 && (
        <Channels node={node} name={name} definition={definition} channels={channels} />
      )}
    </>
  )
}

interface PartProps {
  readonly node: Node
  readonly name: string
  readonly section: Section
  readonly folds: boolean
  readonly open: boolean
}

function Part({ node, name, section, folds, open }: PartProps) {
  const [unfolded, setUnfolded] = useState(open)
  const content =
    section.kind === 'curve' ? (
      <CurveControl node={node} name={name} {...section} />
    ) : (
      <Controls node={node} name={name} entries={section.entries} />
    )
  if (!folds || section.kind === 'curve') return content
  return (
    <section className="border-t border-line">
      <button
        type="button"
        aria-expanded={unfolded}
        data-testid={`section-${section.title}`}
        className="flex h-7 w-full items-center gap-1 px-2 text-xs font-semibold text-soft hover:text-text"
        onClick={() => setUnfolded(!unfolded)}
      >
        <ChevronRight
          size={12}
          aria-hidden
          className={unfolded ? 'rotate-90 transition-transform' : 'transition-transform'}
        />
        {headOf(section)}
        <span className="font-normal text-faint">{section.entries.length}</span>
      </button>
      {unfolded && content}
    </section>
  )
}

interface ControlsProps {
  readonly node: Node
  readonly name: string
  readonly entries: readonly Entry[]
}

function Controls({ node, name, entries }: ControlsProps) {
  const lines = entries.filter(([, spec]) => spec.kind !== 'number')
  const numbers = entries.filter(([, spec]) => spec.kind === 'number')
  const envelopes = useMemo(() => envelopesOf(entries), [entries])
  return (
    <>
      {lines.length > 0 && (
        <div className="flex flex-col gap-3 p-3">
          {lines.map(([param, spec]) => (
            <ParamLine
              key={param}
              node={node.id}
              name={name}
              param={param}
              spec={spec}
              value={node.params[param] ?? spec.default}
            />
          ))}
        </div>
      )}
      {envelopes.map(envelope => (
        <EnvelopeControl key={envelope.attack.param} node={node} name={name} envelope={envelope} />
      ))}
      {numbers.length > 0 && (
        <div className="grid grid-cols-3 gap-x-1 gap-y-4 p-3">
          {numbers.map(([param, spec]) =>
            spec.kind === 'number' ? (
              <NumberParamControl
                key={param}
                node={node.id}
                name={name}
                param={param}
                spec={spec}
                value={Number(node.params[param] ?? spec.default)}
                automated={node.automation?.[param] !== undefined}
              />
            ) : undefined,
          )}
        </div>
      )}
    </>
  )
}

/** What belongs to one of several alike is called after the first that it has: “Sound 1”. */
function headOf({ title, entries }: Extract<Section, { kind: 'params' }>): string {
  return /^\d+$/.test(title) ? (entries[0]?.[1].label ?? title) : title
}
