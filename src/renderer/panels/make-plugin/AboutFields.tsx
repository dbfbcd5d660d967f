import type { PluginDraft } from '#shared/graph'
import { describeDraft, nameDraft } from '../../state'
import { TextArea, TextField } from '../../ui'
import { Field } from './Field'
import { IconChoice } from './IconChoice'

interface AboutFieldsProps {
  readonly draft: PluginDraft
  /** A newer version keeps its id. */
  readonly idIsFixed: boolean
}

/** Who made it, what it is, and under which name and rights. */
export function AboutFields({ draft, idIsFixed }: AboutFieldsProps) {
  const { name, about } = draft
  const line = (label: string, key: 'author' | 'licence' | 'category', testId: string) => (
    <Field label={label}>
      <TextField
        aria-label={label}
        value={about[key]}
        maxLength={key === 'category' ? 40 : 60}
        data-testid={testId}
        onChange={event => describeDraft({ [key]: event.currentTarget.value })}
      />
    </Field>
  )
  return (
    <section aria-label="About" className="flex flex-col gap-3">
      <div className="flex items-end gap-2">
        <IconChoice icon={about.icon} onChange={icon => describeDraft({ icon })} />
        <div className="min-w-0 flex-1">
          <Field label="Name">
            <TextField
              aria-label="Name"
              value={name}
              maxLength={40}
              data-testid="make-name"
              onChange={event => nameDraft(event.currentTarget.value)}
            />
          </Field>
        </div>
      </div>
      <Field label="Id: its name for good, in projects and registries">
        <TextField
          aria-label="Id"
          value={about.id}
          disabled={idIsFixed}
          data-testid="make-id"
          onChange={event => describeDraft({ id: event.currentTarget.value })}
        />
      </Field>
      <Field label="What it does, in a sentence">
        <TextField
          aria-label="Description"
          value={about.description}
          maxLength={300}
          data-testid="make-description"
          onChange={event => describeDraft({ description: event.currentTarget.value })}
        />
      </Field>
      {line('Category', 'category', 'make-category')}
      <div className="grid grid-cols-2 gap-2">
        {line('Author', 'author', 'make-author')}
        {line('Licence', 'licence', 'make-licence')}
      </div>
      <Field label="Documentation, in Markdown">
        <TextArea
          value={about.readme}
          label="Documentation"
          lines={6}
          placeholder="Left empty, it is written from the sentence and the parameters."
          testId="make-readme"
          onCommit={readme => describeDraft({ readme })}
        />
      </Field>
    </section>
  )
}
