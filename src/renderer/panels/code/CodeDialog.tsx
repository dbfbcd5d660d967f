import { useEffect, useRef, useState } from 'react'
import { codeFileOf, type CodeMark } from '#shared/contract'
import { checkTypes, closeDialog, openPublish, saveCode, useCatalog, useCode } from '../../state'
import { Button, classNames, Dialog } from '../../ui'
import { CodeArea } from './CodeArea'
import { isEditorBusy } from './editor-busy'
import type { Place } from './places'
import { problemsOf } from './problem-list'

const MANIFEST = 'plugin.json'

/** Typing that pauses so long is taken in. */
const PAUSE_MS = 700
/** And so long is looked at. */
const CHECK_MS = 200

const none: readonly CodeMark[] = []

/** A script while it is written: what is wrong with it is shown in it, and what is right sounds at once. */
export function CodeDialog() {
  const { source, problems, version, saving, marks, unchecked } = useCode()
  const name = useCatalog(({ plugins }) => plugins.find(({ id }) => id === source?.plugin)?.name)
  const [chosen, setFile] = useState<'code' | 'manifest'>()
  const [shown, setShown] = useState<Place>()
  const waiting = useRef<{ code?: string; manifest?: string }>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const looking = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      clearTimeout(looking.current)
    },
    [],
  )
  if (source === undefined) return undefined
  // What is made of kernels alone has no code.
  const hasCode = /"main"\s*:/.test(source.manifest)
  const codeFile = codeFileOf(source.manifest)
  const names = { code: codeFile, manifest: MANIFEST }
  const tabs = hasCode ? (['code', 'manifest'] as const) : (['manifest'] as const)
  const tab = tabs.find(each => each === chosen) ?? tabs[0]
  const found = problemsOf(problems, marks, codeFile)

  function save(): void {
    clearTimeout(timer.current)
    const change = waiting.current
    waiting.current = {}
    void saveCode(change)
  }

  function change(text: string): void {
    const change = { ...waiting.current, [tab]: text }
    waiting.current = change
    clearTimeout(timer.current)
    timer.current = setTimeout(save, PAUSE_MS)
    clearTimeout(looking.current)
    looking.current = setTimeout(() => void checkTypes(change), CHECK_MS)
  }

  function close(): void {
    if (Object.keys(waiting.current).length > 0) save()
    closeDialog()
  }

  return (
    <Dialog
      wide="very"
      bare
      title={`Code of ${name ?? source.plugin}`}
      description="The code of a plugin, and what it says of itself."
      testId="code-dialog"
      keepsEscape={isEditorBusy}
      onClose={close}
      footer={
        <>
          <span data-testid="code-state" aria-live="polite" className="flex-1 text-xs text-soft">
            {saving
              ? 'Taking it in…'
              : found.length > 0
                ? `${found.length} ${found.length === 1 ? 'problem' : 'problems'}; ${problems.length > 0 && version === undefined ? 'what ran before goes on' : 'it runs all the same'}.`
                : version === undefined
                  ? 'What you write is taken in when you pause.'
                  : 'It runs.'}
            {unchecked !== undefined && ` ${unchecked.message}`}
          </span>
          <Button
            data-testid="code-publish"
            disabled={problems.length > 0 || saving}
            onClick={() => {
              if (Object.keys(waiting.current).length > 0) save()
              void openPublish(source.plugin)
            }}
          >
            Publish…
          </Button>
          <Button data-testid="code-save" onClick={save}>
            Take it in now
          </Button>
          <Button look="primary" data-testid="code-done" onClick={close}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex h-[66vh] min-h-0 flex-col">
        <div role="tablist" aria-label="Files" className="flex gap-1 border-b border-line px-2">
          {tabs.map(each => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={each === tab}
              data-testid={`code-tab-${names[each]}`}
              className={classNames(
                'h-8 border-b-2 px-3 text-xs',
                each === tab
                  ? 'border-accent text-text'
                  : 'border-transparent text-soft hover:text-text',
              )}
              onClick={() => {
                if (Object.keys(waiting.current).length > 0) save()
                setFile(each)
              }}
            >
              {names[each]}
            </button>
          ))}
        </div>
        <div className="min-h-0 flex-1">
          <CodeArea
            key={names[tab]}
            file={names[tab]}
            text={source[tab]}
            problems={problems}
            marks={tab === 'code' ? marks : none}
            shown={shown}
            onChange={change}
            onSave={save}
          />
        </div>
        {found.length > 0 && (
          <ul
            aria-label="Problems"
            data-testid="code-problems"
            className="max-h-32 overflow-y-auto border-t border-line p-2"
          >
            {found.map(({ message, place }) => (
              <li key={message}>
                <button
                  type="button"
                  className="w-full rounded px-2 py-1 text-left text-xs text-bad hover:bg-control"
                  onClick={() => {
                    const other = tabs.find(each => names[each] === place?.file)
                    if (other !== undefined) setFile(other)
                    // One that is asked for again is gone to again.
                    setShown(place && { ...place })
                  }}
                >
                  {message}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
