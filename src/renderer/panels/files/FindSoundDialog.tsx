import { folderOf, nameOf } from '../../kit'
import { moveSoundFolder, relinkSound, useLostSound, useSystem } from '../../state'
import { FolderAsk } from './FolderAsk'

/** Says where a folder of the library, or the file of a sound, is now. */
export function FindSoundDialog() {
  const lost = useLostSound(state => state.lost)
  const home = useSystem(state => state.info?.projectsFolder)
  if (lost === undefined) return undefined
  const { path } = lost
  const name = nameOf(path)
  const start = folderOf(path) || home
  if (lost.kind === 'folder') {
    return (
      <FolderAsk
        title={`Where is “${name}” now?`}
        description="Choose the folder that holds its sounds now. They keep their playlists, and nothing is heard again."
        testId="find-sound"
        confirm="It is here"
        start={start}
        onConfirm={to => moveSoundFolder(lost.id, to)}
      />
    )
  }
  return (
    <FolderAsk
      title={`Where is “${name}” now?`}
      description="Choose the folder in which the file is, or type its path. It has to hold the same sound."
      testId="find-sound"
      confirm="It is here"
      start={start}
      file={name}
      onConfirm={to => relinkSound(lost.id, to)}
    />
  )
}
