import { History, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { EnvironmentSnapshot } from '#shared/contract'
import { attempt } from '../../kit'
import { client, toastFailure, useMarket } from '../../state'
import { Button, IconButton } from '../../ui'
import { AddForm } from './AddForm'
import { SettingsPart } from './SettingsPart'
import { countInWords, timeInWords } from './words'

/** All plugins as they were at a time, to come back to. */
export function Environment() {
  const revision = useMarket(state => state.revision)
  const [snapshots, setSnapshots] = useState<readonly EnvironmentSnapshot[]>([])
  const [round, setRound] = useState(0)
  useEffect(() => {
    let current = true
    void attempt(client().marketplace.snapshots()).then(answer => {
      if (current && answer.ok) setSnapshots(answer.value)
    })
    return () => {
      current = false
    }
  }, [revision, round])

  async function run(call: Promise<unknown>): Promise<void> {
    const done = await attempt(call)
    if (!done.ok) toastFailure(done.error)
    setRound(round + 1)
  }

  return (
    <SettingsPart
      title="Snapshots of all plugins"
      about="Keep what is installed before you change much; come back to it as a whole."
    >
      {snapshots.length > 0 && (
        <ul
          className="divide-y divide-line rounded-md border border-line"
          data-testid="environment-snapshots"
        >
          {snapshots.map(({ id, name, at, plugins }) => (
            <li key={id} className="flex h-10 items-center gap-3 px-3 text-sm">
              <span className="min-w-0 flex-1 truncate">
                <bdi className="font-medium">{name}</bdi>{' '}
                <span className="text-xs text-faint">
                  {timeInWords(at)} · {countInWords(Object.keys(plugins).length, 'plugin')}
                </span>
              </span>
              <Button
                look="quiet"
                aria-label={`Go back to ${name}`}
                onClick={() => void run(client().marketplace.restoreSnapshot({ snapshot: id }))}
              >
                <History size={14} aria-hidden />
                Go back to it
              </Button>
              <IconButton
                icon={Trash2}
                label={`Delete ${name}`}
                tip="Delete"
                onClick={() => void run(client().marketplace.dropSnapshot({ snapshot: id }))}
              />
            </li>
          ))}
        </ul>
      )}
      <AddForm
        label="Take a snapshot"
        fields={[
          {
            id: 'name',
            label: 'Name of the snapshot',
            hint: 'Before the new reverbs',
            longest: 100,
          },
        ]}
        onAdd={async ({ name = '' }) => {
          const taken = await attempt(client().marketplace.takeSnapshot({ name: name.trim() }))
          setRound(round + 1)
          return taken
        }}
      />
    </SettingsPart>
  )
}
