import type { ReactNode } from 'react'
import type { FacetCount, MarketFacets } from '#shared/contract'
import { pluginKindSchema, rightSchema } from '#shared/graph'
import { clearMarketQuery, setMarketQuery, useMarket, useMarketResults } from '../../state'
import { Button } from '../../ui'
import { FacetBox } from './FacetBox'
import { isFiltered, toggled } from './query'
import { kindWords, shortRights } from './words'

/** What narrows the list: of one heading any, of several all. */
export function Facets() {
  const facets = useMarketResults(state => state.facets)
  const query = useMarketResults(state => state.query)
  const registries = useMarket(state => state.registries)
  if (facets === undefined) return undefined
  return (
    <div className="flex flex-col gap-4 px-3 pt-1 pb-4" data-testid="market-facets">
      <Group title="Show">
        <FacetBox
          label="Installed"
          count={facets.installed}
          on={query.installed === true}
          onToggle={on => setMarketQuery({ installed: on ? true : undefined })}
        />
        <FacetBox
          label="With an update"
          count={facets.updates}
          on={query.updates === true}
          onToggle={on => setMarketQuery({ updates: on ? true : undefined })}
        />
        <FacetBox
          label="Known publisher"
          count={facets.verified}
          on={query.verified === true}
          onToggle={on => setMarketQuery({ verified: on ? true : undefined })}
        />
        <FacetBox
          label="Asks for no rights"
          on={query.permissions?.length === 0}
          onToggle={on => setMarketQuery({ permissions: on ? [] : undefined })}
        />
      </Group>
      <Group title="Category">
        <Boxes
          counts={facets.categories}
          chosen={query.categories}
          onChange={categories => setMarketQuery({ categories })}
        />
      </Group>
      <Group title="Kind">
        <Boxes
          counts={facets.kinds}
          chosen={query.kinds}
          word={value => wordOfKind(value)}
          onChange={kinds =>
            setMarketQuery({
              kinds: kinds.flatMap(each => pluginKindSchema.safeParse(each).data ?? []),
            })
          }
        />
      </Group>
      <Group title="Licence">
        <Boxes
          counts={facets.licences}
          chosen={query.licences}
          onChange={licences => setMarketQuery({ licences })}
        />
      </Group>
      <Rights facets={facets} />
      {registries.length > 1 && (
        <Group title="Registry">
          <Boxes
            counts={facets.registries}
            chosen={query.registries}
            onChange={chosen => setMarketQuery({ registries: chosen })}
          />
        </Group>
      )}
      {isFiltered(query) && (
        <Button look="quiet" className="self-start" onClick={clearMarketQuery}>
          Clear all filters
        </Button>
      )}
    </div>
  )
}

/** Chosen rights are those that one would grant: whoever asks for another is left out. */
function Rights({ facets }: { readonly facets: MarketFacets }) {
  const permissions = useMarketResults(state => state.query.permissions)
  if (facets.permissions.length === 0) return undefined
  const chosen = permissions ?? []
  return (
    <Group title="At most these rights">
      <Boxes
        counts={facets.permissions}
        chosen={chosen}
        word={wordOfRight}
        onChange={next =>
          setMarketQuery({
            permissions:
              next.length === 0
                ? undefined
                : next.flatMap(each => rightSchema.safeParse(each).data ?? []),
          })
        }
      />
    </Group>
  )
}

interface BoxesProps {
  readonly counts: readonly FacetCount[]
  readonly chosen: readonly string[] | undefined
  readonly word?: (value: string) => string
  readonly onChange: (chosen: string[]) => void
}

function Boxes({ counts, chosen = [], word = value => value, onChange }: BoxesProps) {
  const gone = chosen.filter(value => !counts.some(each => each.value === value))
  const all = [...counts, ...gone.map(value => ({ value, count: 0 }))]
  return all.map(({ value, count }) => (
    <FacetBox
      key={value}
      label={word(value)}
      count={count}
      on={chosen.includes(value)}
      onToggle={on => onChange(toggled(chosen, value, on))}
    />
  ))
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={title} className="flex flex-col">
      <h2 className="px-1 pb-1 text-xs font-semibold text-soft">{title}</h2>
      {children}
    </div>
  )
}

function wordOfKind(value: string): string {
  const kind = pluginKindSchema.safeParse(value)
  return kind.success ? kindWords[kind.data] : value
}

function wordOfRight(value: string): string {
  const right = rightSchema.safeParse(value)
  return right.success ? shortRights[right.data] : value
}
