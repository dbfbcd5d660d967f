import type { Command } from '../../commands'
import { focusSoon } from '../../kit'
import {
  findDuplicates,
  findSimilar,
  likeNode,
  markedTrack,
  openDialog,
  playSimilar,
  projectHandle,
  projectNow,
  selectedNodes,
  setPrefs,
  stopPreview,
  togglePreview,
  usePrefs,
  usePreview,
  useTimeline,
} from '../../state'

const group = 'Tools'
const hasMark = (): boolean => markedTrack() !== undefined

/** The sound of the one clip that is selected. */
function clipSound(): string | undefined {
  const [id, ...others] = useTimeline.getState().clips
  const clip = id === undefined || others.length > 0 ? undefined : projectNow().clips[id]
  return clip?.kind === 'audio' ? clip.asset : undefined
}

export const libraryCommands: readonly Command[] = [
  {
    id: 'view.library',
    title: 'Library',
    group: 'View',
    keys: 'Shift+B',
    words: 'sounds samples files browser find',
    checked: () => usePrefs.getState().browser && usePrefs.getState().left === 'library',
    run: () => {
      setPrefs({ browser: true, left: 'library' })
      focusSoon('[data-testid="library-search"]')
    },
  },
  {
    id: 'library.add-folder',
    title: 'Add a folder of sounds…',
    group,
    words: 'library import samples watch',
    run: () => openDialog('add-folder'),
  },
  {
    id: 'library.listen',
    title: 'Listen to the marked sound',
    group,
    words: 'library preview audition',
    when: hasMark,
    run: () => {
      const track = markedTrack()
      if (track !== undefined) togglePreview(track.id)
    },
  },
  {
    id: 'library.stop',
    title: 'Stop listening',
    group,
    words: 'library preview',
    when: () => usePreview.getState().track !== undefined,
    run: stopPreview,
  },
  {
    id: 'library.similar',
    title: 'Find sounds like the marked one',
    group,
    words: 'library similar ear',
    when: hasMark,
    run: () => {
      const track = markedTrack()
      if (track !== undefined) void findSimilar({ kind: 'track', track: track.id }, track.name)
    },
  },
  {
    id: 'library.play-similar',
    title: 'Play similar sounds',
    group,
    words: 'library playlist ear',
    when: hasMark,
    run: () => {
      const track = markedTrack()
      if (track !== undefined) void playSimilar(track)
    },
  },
  {
    id: 'library.duplicates',
    title: 'Find duplicates in the library',
    group,
    words: 'same twice sounds',
    run: () => void findDuplicates(),
  },
  {
    id: 'nodes.similar',
    title: 'Find similar sounds',
    group: 'Nodes',
    words: 'library like ear',
    when: () => selectedNodes().length === 1,
    run: () => {
      const [node] = selectedNodes()
      if (node === undefined) return
      const { like, title } = likeNode(node)
      void findSimilar(like, title)
    },
  },
  {
    id: 'timeline.similar',
    title: 'Find sounds like the clip',
    group: 'Timeline',
    words: 'library similar ear',
    when: () => clipSound() !== undefined,
    run: () => {
      const asset = clipSound()
      if (asset === undefined) return
      const name = projectNow().assets[asset]?.name ?? 'clip'
      void findSimilar({ kind: 'asset', project: projectHandle(), asset }, name)
    },
  },
]
