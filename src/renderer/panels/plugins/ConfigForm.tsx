import { useState } from 'react'
import type { Failure } from '#shared/kit'
import type { JsonSchema } from '#shared/graph'
import { configurePlugin, toast } from '../../state'
import { Button, FailureNote, PageSection } from '../../ui'
import { ConfigControl } from './ConfigControl'
import { configFields } from './config-fields'

type Config = Readonly<Record<string, unknown>>

interface ConfigFormProps {
  readonly plugin: string
  readonly schema: JsonSchema
  readonly config: Config
  readonly defaults: Config
}

/** A form made from the plugin's schema. Nothing counts before Apply; the shell checks all of it. */
export function ConfigForm({ plugin, schema, config, defaults }: ConfigFormProps) {
  const [draft, setDraft] = useState(config)
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set())
  const [failure, setFailure] = useState<Failure>()
  const fields = configFields(schema)
  const changed = JSON.stringify(draft) !== JSON.stringify(config)

  async function apply(): Promise<void> {
    const answer = await configurePlugin(plugin, withoutGaps(draft))
    setFailure(answer.ok ? undefined : answer.error)
    if (answer.ok) toast({ tone: 'done', text: 'The settings were saved.' })
  }

  return (
    <PageSection
      title="Settings"
      aside={
        <span className="flex gap-2">
          <Button className="h-6 px-2" look="quiet" onClick={() => setDraft(defaults)}>
            Defaults
          </Button>
          <Button
            className="h-6 px-2"
            look="primary"
            disabled={!changed || wrong.size > 0}
            data-testid="config-apply"
            onClick={() => void apply()}
          >
            Apply
          </Button>
        </span>
      }
    >
      {fields.length === 0 && <p className="text-xs text-faint">There is nothing to set.</p>}
      <div className="grid grid-cols-2 items-end gap-x-4 gap-y-3">
        {fields.map(field => (
          <ConfigControl
            key={field.key}
            field={field}
            value={draft[field.key]}
            onChange={value => setDraft(before => ({ ...before, [field.key]: value }))}
            onWrong={isWrong => setWrong(before => toggled(before, field.key, isWrong))}
          />
        ))}
      </div>
      {failure !== undefined && <FailureNote message={failure.message} testId="config-failure" />}
    </PageSection>
  )
}

/** A field that was emptied has no value: its default counts. */
function withoutGaps(config: Config): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined))
}

function toggled(set: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (on) next.add(key)
  else next.delete(key)
  return next
}
