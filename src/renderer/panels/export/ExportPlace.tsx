import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { folderOf, joinPath, nameOf } from '../../kit'
import { useFolder } from '../../state'
import { FailureNote, FolderList, IconButton, TextField } from '../../ui'

interface ExportPlaceProps {
  readonly path: string
  readonly onChange: (path: string) => void
}

/** The file to export to: typed, or put into a folder that is looked for. */
export function ExportPlace({ path, onChange }: ExportPlaceProps) {
  const [browsing, setBrowsing] = useState(false)
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-1">
        <TextField
          aria-label="File"
          value={path}
          title={path}
          data-testid="export-path"
          onChange={event => onChange(event.currentTarget.value)}
        />
        <IconButton
          icon={FolderOpen}
          label="Choose a folder"
          pressed={browsing}
          data-testid="export-browse"
          onClick={() => setBrowsing(!browsing)}
        />
      </div>
      {browsing && <Folders path={path} onChange={onChange} />}
    </div>
  )
}

function Folders({ path, onChange }: ExportPlaceProps) {
  const [start] = useState(() => folderOf(path))
  const folder = useFolder(start, listing => onChange(joinPath(listing.path, nameOf(path))))
  return (
    <>
      {folder.listing !== undefined && (
        <FolderList listing={folder.listing} onFolder={path => folder.go(path)} />
      )}
      {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
    </>
  )
}
