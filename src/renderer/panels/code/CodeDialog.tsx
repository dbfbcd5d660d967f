import { useEffect, useRef, useState } from 'react'
import type { Failure } from '#shared/kit'
import { closeDialog, openPublish, saveCode, useCatalog, useCode } from '../../state'
import { Button, classNames, Dialog } from '../../ui'
import { CodeArea } from './CodeArea'
import { isEditorBusy } from './editor-busy'
import { placeOf } from './places'

const files = ['main.ts', 'plugin.json'] as const
type FileName = (typeof files)[number]

/** Typing that pauses so long is taken in. */
const PAUSE_MS = 700

/** A script while it is written: what is wrong with it is shown in it, and what is right sounds at once. */
export function CodeDialog() {
  const { source, problems, version, saving } = useCode()
  const name = useCatalog(({ plugins }) => plugins.find(({ id }) => id === source?.plugin)?.name)
  const [chosen, setFile] = useState<FileName>()
  const [shown, setShown] = useState<Failure>()
  const waiting = useRef<Partial<Record<FileName, string>>>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  if (source === undefined) return undefined
  // What is made of kernels alone has no code.
  const shownFiles = /"main"\s*:/.test(source.manifest) ? files : (['plugin.json'] as const)
  const file = shownFiles.find(each => each === chosen) ?? shownFiles[0]

  function save(): void {
    clearTimeout(timer.current)
    const { 'main.ts': code, 'plugin.json': manifest } = waiting.current
    waiting.current = {}
    void saveCode({
      ...(code !== undefined && { code }),
      ...(manifest !== undefined && { manifest }),
    })
  }

  function change(text: string): void {
    waiting.current = { ...waiting.current, [file]: text }
    clearTimeout(timer.current)
    timer.current = setTimeout(save, PAUSE_MS)
  }

  function close(): void {
    if (Object.keys(waiting.current).length > 0) save()
    closeDialog()
  }

  const texts = { 'main.ts': source.code, 'plugin.json': source.manifest }
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
              : problems.length > 0
                ? `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}; ${version === undefined ? 'what ran before goes on' : 'it runs all the same'}.`
                : version === undefined
                  ? 'What you write is taken in when you pause.'
                  : 'It runs.'}
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
          {shownFiles.map(each => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={each === file}
              data-testid={`code-tab-${each}`}
              className={classNames(
                'h-8 border-b-2 px-3 text-xs',
                each === file
                  ? 'border-accent text-text'
                  : 'border-transparent text-soft hover:text-text',
              )}
              onClick={() => {
                if (Object.keys(waiting.current).length > 0) save()
                setFile(each)
              }}
            >
              {each}
            </button>
          ))}
        </div>
        <div className="min-h-0 flex-1">
          <CodeArea
            key={file}
            file={file}
            text={texts[file]}
            problems={problems}
            shown={shown}
            onChange={change}
            onSave={save}
          />
        </div>
        {problems.length > 0 && (
          <ul
            aria-label="Problems"
            data-testid="code-problems"
            className="max-h-32 overflow-y-auto border-t border-line p-2"
          >
            {problems.map(problem => (
              <li key={`${problem.at ?? ''} ${problem.message}`}>
                <button
                  type="button"
                  className="w-full rounded px-2 py-1 text-left text-xs text-bad hover:bg-control"
                  onClick={() => {
                    const place = placeOf(problem)
                    const other = files.find(each => each === place?.file)
                    if (other !== undefined) setFile(other)
                    setShown(problem)
                  }}
                >
                  {problem.message}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
