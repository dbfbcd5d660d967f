import { AudioLines, ChevronUp, Folder, Waypoints } from 'lucide-react'
import type { FolderListing } from '#shared/contract'
import { EmptyState } from './EmptyState'

const icons = { folder: Folder, project: Waypoints, audio: AudioLines } as const

interface FolderListProps {
  readonly listing: FolderListing
  readonly onFolder: (path: string) => void
  /** Without it, files are shown and cannot be chosen. */
  readonly onProject?: (path: string, name: string) => void
  /** Shown as chosen. */
  readonly chosen?: string | undefined
}

/** A folder's contents, as Wireharp sees them. */
export function FolderList({ listing, onFolder, onProject, chosen }: FolderListProps) {
  const { parent } = listing
  return (
    <div className="flex flex-col rounded border border-line bg-well" data-testid="folder-list">
      <div className="flex h-8 items-center gap-2 border-b border-line px-1">
        <button
          type="button"
          aria-label="Folder above"
          disabled={parent === undefined}
          className="inline-flex size-6 items-center justify-center rounded text-soft hover:bg-control disabled:opacity-35"
          onClick={() => {
            if (parent !== undefined) onFolder(parent)
          }}
        >
          <ChevronUp size={15} aria-hidden />
        </button>
        <span
          className="min-w-0 flex-1 truncate text-xs text-soft select-text"
          title={listing.path}
        >
          {listing.path}
        </span>
      </div>
      <div className="h-60 overflow-y-auto p-1">
        {listing.entries.length === 0 && (
          <EmptyState icon={Folder} title="No folders, projects or sounds in here" />
        )}
        {listing.entries.map(entry => {
          const Icon = icons[entry.kind]
          return (
            <button
              key={entry.path}
              type="button"
              disabled={
                entry.kind === 'audio' || (entry.kind === 'project' && onProject === undefined)
              }
              aria-pressed={entry.kind === 'project' ? entry.path === chosen : undefined}
              className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-control disabled:text-faint aria-pressed:bg-control-hover"
              onClick={() =>
                entry.kind === 'folder' ? onFolder(entry.path) : onProject?.(entry.path, entry.name)
              }
            >
              <Icon
                size={14}
                aria-hidden
                className={
                  entry.kind === 'project' ? 'shrink-0 text-accent-text' : 'shrink-0 text-faint'
                }
              />
              <span className="truncate">{entry.name}</span>
            </button>
          )
        })}
      </div>
    </div>
  )
}
