import { dispatch, save, useDocument, useMirror } from '../../state'
import { EditableText, Tip } from '../../ui'

/** The project's title, with a dot while the file does not say what is shown. */
export function ProjectTitle() {
  const title = useDocument(document => document.title)
  const saved = useMirror(mirror => mirror.saved && mirror.pending.length === 0)
  const draft = useMirror(mirror => mirror.draft)
  return (
    <div className="flex min-w-0 items-center">
      <EditableText
        value={title}
        label="Project title"
        testId="project-title"
        className="h-7 max-w-60 text-base font-medium [field-sizing:content]"
        onCommit={next => {
          if (next !== '') dispatch('Rename project', [{ kind: 'set-title', title: next }])
        }}
      />
      {(!saved || draft) && (
        <Tip
          text={
            draft ? 'Draft: save it under a name' : 'Not saved to the file yet; nothing is lost'
          }
          keys="Mod+S"
        >
          <button
            type="button"
            aria-label={draft ? 'Draft, save it' : 'Unsaved changes, save'}
            data-testid="unsaved"
            className="flex size-6 shrink-0 items-center justify-center rounded hover:bg-control"
            onClick={() => void save()}
          >
            <span
              className={
                draft && saved
                  ? 'size-2 rounded-full border-2 border-accent'
                  : 'size-2 rounded-full bg-accent'
              }
            />
          </button>
        </Tip>
      )}
    </div>
  )
}
