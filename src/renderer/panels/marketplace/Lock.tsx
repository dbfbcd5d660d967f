import { Check, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LockedPlugin } from '#shared/contract'
import { attempt } from '../../kit'
import {
  client,
  installFromMarket,
  openMarket,
  useCatalog,
  useMarket,
  useMirror,
  type MarketWish,
} from '../../state'
import { Button } from '../../ui'
import { SettingsPart } from './SettingsPart'
import { isOtherMajor } from './words'

/** Which versions the project was last played with, against what is here. */
export function Lock() {
  const project = useMirror(mirror => mirror.project)
  const revision = useMarket(state => state.revision)
  const [all, setLock] = useState<readonly LockedPlugin[]>([])
  const plugins = useCatalog(state => state.plugins)
  // Of what comes with the app only what is other than before has anything to tell.
  const isOwn = (id: string) =>
    plugins.some(plugin => plugin.id === id && plugin.origin === 'built-in')
  const lock = all.filter(({ id, matches }) => !(matches && isOwn(id)))
  useEffect(() => {
    let current = true
    void attempt(client().marketplace.lock({ project })).then(answer => {
      if (current) setLock(answer.ok ? answer.value : [])
    })
    return () => {
      current = false
    }
  }, [project, revision])
  return (
    <SettingsPart
      title="This project"
      about="The versions of plugins that it was saved with. Where they are the same, it sounds the same."
    >
      {lock.length === 0 ? (
        <p className="text-sm text-soft">It uses only what comes with Wireharp.</p>
      ) : (
        <ul
          className="divide-y divide-line rounded-md border border-line"
          data-testid="market-lock"
        >
          {lock.map(plugin => (
            <Row key={plugin.id} plugin={plugin} />
          ))}
        </ul>
      )}
    </SettingsPart>
  )
}

function Row({ plugin }: { readonly plugin: LockedPlugin }) {
  const { id, name = id, locked, installed, matches } = plugin
  return (
    <li className="flex h-9 items-center gap-3 px-3 text-sm">
      {matches ? (
        <Check size={14} aria-label="As it was" className="shrink-0 text-good" />
      ) : (
        <TriangleAlert size={14} aria-label="Another version" className="shrink-0 text-warn" />
      )}
      <button
        type="button"
        className="min-w-0 truncate hover:underline"
        onClick={() => openMarket('browse', id)}
      >
        {name}
      </button>
      <span className="min-w-0 flex-1 truncate text-xs text-faint">
        {locked === undefined ? 'not saved yet' : `saved with ${locked}`}
        {matches ? '' : installed === undefined ? ', not installed' : `, ${installed} is installed`}
      </span>
      {!matches && locked !== undefined && (
        <Button
          look="quiet"
          className="h-6"
          onClick={() => void installFromMarket(wishOf(plugin, locked))}
        >
          Install {locked}
          {isOtherMajor(installed, locked) && ' beside'}
        </Button>
      )}
    </li>
  )
}

/** Of another major version than the one that is here, beside it: the nodes of the project use it then. */
function wishOf({ id, name = id, installed }: LockedPlugin, version: string): MarketWish {
  const wish = { id, name, action: 'install', version } as const
  if (!isOtherMajor(installed, version)) return wish
  return { ...wish, beside: true, moves: `${id}.v${version.split('.')[0]}` }
}
