import { addSoundFolder, showLibrary, useSystem } from '../../state'
import { FolderAsk } from './FolderAsk'

/** Chooses a folder of sounds. */
export function AddFolderDialog() {
  const start = useSystem(state => state.info?.projectsFolder)
  return (
    <FolderAsk
      title="Add a folder of sounds"
      description="Every sound in it is heard once, and the folder is watched from then on. The files stay as they are."
      testId="add-folder"
      confirm="Add this folder"
      start={start}
      onConfirm={async path => {
        const added = await addSoundFolder(path)
        if (added.ok) showLibrary()
        return added
      }}
    />
  )
}
