import { PackageSearch, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import type { MissingPlugin } from '#shared/contract'
import { attempt } from '../../kit'
import {
  client,
  installAll,
  installFromMarket,
  isRunning,
  openMarket,
  toastFailure,
  moveNodesBeside,
  useCatalog,
  useMarket,
  useMarketTasks,
  useMirror,
  type MarketWish,
} from '../../state'
import { Button, FailureNote, IconButton, Progress } from '../../ui'
import { isOtherMajor } from './words'

/** Offers what the project names and this machine has not, in the versions that it was played with. */
export function MissingBanner() {
  const missing = useMarket(state => state.missing)
  const project = useMirror(mirror => mirror.project)
  const [left, setLeft] = useState<string>()
  if (missing.length === 0 || left === project) return undefined
  const nodes = missing.reduce((sum, each) => sum + each.nodes, 0)
  return (
    <section
      aria-label="Missing plugins"
      data-testid="missing"
      className="appear absolute inset-x-0 bottom-14 z-20 mx-auto flex max-h-[60%] w-120 max-w-[92%] flex-col rounded-md border border-line-strong bg-raised shadow-float"
    >
      <div className="flex items-center gap-2.5 py-1.5 pr-1.5 pl-3">
        <PackageSearch size={16} aria-hidden className="shrink-0 text-accent-text" />
        <h2 className="min-w-0 flex-1 text-sm">
          {missing.every(({ besideAs }) => besideAs !== undefined)
            ? `${nodes === 1 ? 'A node was' : `${nodes} nodes were`} made with another version of ${
                missing.length === 1 ? 'a plugin' : `${missing.length} plugins`
              }`
            : `${nodes === 1 ? 'A node needs' : `${nodes} nodes need`} ${
                missing.length === 1 ? 'a plugin' : `${missing.length} plugins`
              } that you have not`}
        </h2>
        <InstallAll missing={missing} />
        {missing.some(({ available }) => available === undefined) && <AskAgain />}
        <IconButton icon={X} label="Not now" onClick={() => setLeft(project)} />
      </div>
      <ul className="divide-y divide-line overflow-y-auto border-t border-line">
        {missing.map(plugin => (
          <Row key={plugin.id} plugin={plugin} />
        ))}
      </ul>
    </section>
  )
}

/** What is known of the registries may be of last week. */
function AskAgain() {
  const asking = useMarket(({ registries }) =>
    registries.some(({ state }) => state === 'refreshing'),
  )
  return (
    <IconButton
      icon={RotateCcw}
      label="Ask the registries again"
      disabled={asking}
      onClick={() => {
        void attempt(client().marketplace.refresh({})).then(asked => {
          if (!asked.ok) toastFailure(asked.error)
        })
      }}
    />
  )
}

function InstallAll({ missing }: { readonly missing: readonly MissingPlugin[] }) {
  const there = missing.filter(({ available }) => available !== undefined)
  if (there.length < 2) return undefined
  return (
    <Button
      look="primary"
      data-testid="missing-all"
      onClick={() => {
        void installAll(there.map(wishOf))
      }}
    >
      Install all
    </Button>
  )
}

function wishOf({
  id,
  name = id,
  source,
  available,
  registry,
  installed,
  besideAs,
}: MissingPlugin): MarketWish {
  return {
    id: source ?? id,
    name,
    ...(source !== undefined && { as: id }),
    action: 'install',
    // An older version that is there may be what other projects are made with.
    beside: isOtherMajor(installed, available ?? ''),
    ...(available !== undefined && { version: available }),
    ...(registry !== undefined && { registry }),
    ...(besideAs !== undefined && { moves: besideAs }),
  }
}

function Row({ plugin }: { readonly plugin: MissingPlugin }) {
  const {
    id: known,
    source: id = known,
    name = id,
    wanted,
    installed,
    nodes,
    available,
    besideAs,
    reason,
  } = plugin
  const besides = useCatalog(({ plugins }) =>
    plugins.find(each => each.id === besideAs && each.state === 'enabled'),
  )
  const task = useMarketTasks(state =>
    state.tasks.find(each => each.plugin === id && isRunning(each)),
  )
  const planning = useMarketTasks(state => state.planning.has(id))
  const refused = useMarketTasks(state => state.refused.get(id)?.[0])
  return (
    <li className="flex flex-col gap-2 px-3 py-2" data-plugin={known}>
      <div className="flex min-h-7 items-center gap-3">
        <div className="min-w-0 flex-1">
          <button
            type="button"
            className="max-w-full truncate text-sm font-medium hover:underline"
            onClick={() => openMarket('browse', id)}
          >
            {name}
          </button>
          <p className="truncate text-xs text-faint">
            {nodes === 1 ? '1 node' : `${nodes} nodes`}
            {wanted !== undefined && ` · made with ${wanted}`}
            {installed !== undefined && ` · ${installed} is installed`}
          </p>
        </div>
        {task !== undefined ? (
          <span className="w-28">
            <Progress done={task.progress} label={`${name}: ${task.stage}`} />
          </span>
        ) : besides !== undefined ? (
          <Button
            data-testid="missing-use"
            onClick={() => moveNodesBeside({ id, name, version: besides.version }, besides.id)}
          >
            Use {besides.version}
          </Button>
        ) : (
          available !== undefined && (
            <Button
              disabled={planning}
              aria-label={`Install ${name} ${available}`}
              data-testid="missing-install"
              onClick={() => void installFromMarket(wishOf(plugin))}
            >
              Install {available}
              {besideAs !== undefined && ' beside'}
            </Button>
          )
        )}
      </div>
      {available === undefined && besides === undefined && reason !== undefined && (
        <p className="text-xs text-warn">{reason.message}</p>
      )}
      {refused !== undefined && (
        <FailureNote message={`${refused.message} (${refused.code})`} testId="market-refusal" />
      )}
    </li>
  )
}
