import { Waypoints } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RecentProject } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client, closeDialog, tryOpening, useFolder, useSystem } from '../../state'
import { Button, Dialog, FailureNote, FolderList, TextField } from '../../ui'

/** Opens a project: one of the last, or from a folder, or by its path. */
export function OpenDialog() {
  const folder = useFolder(useSystem(state => state.info?.projectsFolder))
  const [path, setPath] = useState('')
  const [failure, setFailure] = useState<Failure>()

  async function open(chosen: string): Promise<void> {
    const opened = await tryOpening(chosen)
    if (!opened.ok) setFailure(opened.error)
  }

  return (
    <Dialog
      wide
      title="Open a project"
      description="Choose a recent project, or one from a folder."
      testId="open-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look="primary"
            disabled={path.trim() === ''}
            data-testid="open-confirm"
            onClick={() => void open(path.trim())}
          >
            Open
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          if (path.trim() !== '') void open(path.trim())
        }}
      >
        <Recent onOpen={chosen => void open(chosen)} />
        {folder.listing !== undefined && (
          <FolderList
            listing={folder.listing}
            chosen={path}
            onFolder={path => folder.go(path)}
            onProject={chosen => {
              setPath(chosen)
              setFailure(undefined)
            }}
          />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>Path</span>
          <TextField
            aria-label="Path"
            value={path}
            placeholder="A .wireharp file"
            data-testid="open-path"
            onChange={event => {
              setPath(event.currentTarget.value)
              setFailure(undefined)
            }}
          />
        </div>
        {failure !== undefined && <FailureNote message={failure.message} testId="open-failure" />}
      </form>
    </Dialog>
  )
}

/** Where a project lies, as far as that says something to its owner. */
function placeOf({ path, exists }: RecentProject): string {
  if (!exists) return 'The file is gone'
  return /[/\\]drafts[/\\]/.test(path) ? 'Draft' : path
}

function Recent({ onOpen }: { readonly onOpen: (path: string) => void }) {
  const [recent, setRecent] = useState<readonly RecentProject[]>([])
  useEffect(() => {
    void attempt(client().project.recent()).then(answer => {
      if (answer.ok) setRecent(answer.value)
    })
  }, [])
  if (recent.length === 0) return undefined
  return (
    <div role="group" aria-label="Recent projects" className="flex flex-col">
      <h3 className="pb-1 text-xs font-semibold text-faint">Recent</h3>
      {recent.slice(0, 5).map(project => (
        <button
          key={project.path}
          type="button"
          disabled={!project.exists}
          className="flex h-7 items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-control disabled:text-faint"
          onClick={() => onOpen(project.path)}
        >
          <Waypoints size={14} aria-hidden className="shrink-0 text-accent-text" />
          <span className="shrink-0">{project.title}</span>
          <span
            className="min-w-0 flex-1 truncate text-right text-xs text-faint"
            title={project.path}
          >
            {placeOf(project)}
          </span>
        </button>
      ))}
    </div>
  )
}
