import { useState, type ReactNode } from 'react'
import type { PublishFacts } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { closeDialog, openMarket, publishPlugin, useMarket } from '../../state'
import { Button, Choice, FailureNote, TextArea, Toggle } from '../../ui'
import { versionChoices, type VersionChoice } from './versions'

interface PublishFormProps {
  readonly facts: PublishFacts
  /** Why it was refused. */
  readonly failures: readonly Failure[]
}

export function PublishForm({ facts, failures }: PublishFormProps) {
  const registries = useMarket(state => state.registries).filter(({ kind }) => kind !== 'built-in')
  const [named, setNamed] = useState<string>()
  const [wanted, setWanted] = useState<string>()
  const [notes, setNotes] = useState('')
  const [certify, setCertify] = useState(true)
  const registry = named ?? registries[0]?.name
  if (registry === undefined) return <NoRegistry />
  const versions = versionChoices(facts.version, facts.published[registry] ?? [])
  const version = versions.find(({ id }) => id === wanted)?.id ?? versions[0]?.id ?? facts.version
  const problems = facts.keyFailure === undefined ? failures : [facts.keyFailure]

  return (
    <form
      className="flex flex-col gap-3 text-xs text-soft"
      onSubmit={event => {
        event.preventDefault()
        void publishPlugin({ registry, version, notes, certify })
      }}
    >
      <Row label="Registry">
        {registries.length === 1 ? (
          <span className="text-sm text-text">{registry}</span>
        ) : (
          <Choice
            spec={choiceOf(
              'Registry',
              registries.map(({ name }) => ({ id: name, label: name })),
            )}
            value={registry}
            label="Registry"
            testId="publish-registry"
            onChange={setNamed}
          />
        )}
      </Row>
      <Row label="Version">
        <Choice
          spec={choiceOf('Version', versions)}
          value={version}
          label="Version"
          testId="publish-version"
          onChange={setWanted}
        />
      </Row>
      <Row label="What is new, a line a point">
        <TextArea
          value={notes}
          label="What is new"
          lines={3}
          placeholder="First version."
          testId="publish-notes"
          onCommit={setNotes}
        />
      </Row>
      <div className="flex items-center gap-2">
        <Toggle
          on={certify}
          label="Measure it, and put its certificate in"
          testId="publish-certify"
          onChange={setCertify}
        />
        Measure it, and put its certificate in
      </div>
      <p className="select-text">
        {facts.fingerprint === undefined
          ? `A key will be made for you, in ${facts.keyFile}: your users know your plugins by it.`
          : `Signed with your key ${facts.fingerprint}.`}
      </p>
      {problems.map(problem => (
        <FailureNote
          key={problem.message}
          message={`${problem.message} (${problem.code})`}
          testId="publish-failure"
        />
      ))}
      <div className="flex justify-end gap-2">
        <Button type="button" onClick={closeDialog}>
          Cancel
        </Button>
        <Button look="primary" type="submit" data-testid="publish-send">
          Publish
        </Button>
      </div>
    </form>
  )
}

/** Nothing is published into what comes with the app. */
function NoRegistry() {
  return (
    <div className="flex flex-col items-start gap-2 text-sm" data-testid="publish-no-registry">
      <p>
        Add a registry first: an npm-compatible one, or a folder that you share. It is one line in
        the marketplace’s settings.
      </p>
      <Button
        look="primary"
        onClick={() => {
          closeDialog()
          openMarket('settings')
        }}
      >
        Open the settings
      </Button>
    </div>
  )
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span aria-hidden>{label}</span>
      {children}
    </div>
  )
}

function choiceOf(label: string, options: readonly VersionChoice[]) {
  return { kind: 'choice' as const, label, options: [...options], default: options[0]?.id ?? '' }
}
