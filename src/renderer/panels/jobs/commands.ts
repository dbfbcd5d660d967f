import type { Command } from '../../commands'
import { graphNow, selectedNodes, separateStems, soundParam, transcribeSpeech } from '../../state'

/** The one selected node, if it plays a sound. */
function selectedPlayer(): string | undefined {
  const [node, ...others] = selectedNodes()
  if (node === undefined || others.length > 0) return undefined
  const param = soundParam(node)
  const sound = param === undefined ? undefined : graphNow().nodes[node]?.params[param]
  return typeof sound === 'string' && sound !== '' ? node : undefined
}

export const jobCommands: readonly Command[] = [
  {
    id: 'nodes.stems',
    title: 'Separate stems',
    group: 'Nodes',
    words: 'split harmonic percussive drums vocals unmix',
    when: () => selectedPlayer() !== undefined,
    run: () => {
      const node = selectedPlayer()
      if (node !== undefined) void separateStems(node)
    },
  },
  {
    id: 'nodes.transcribe-speech',
    title: 'Transcribe speech',
    group: 'Nodes',
    words: 'words text voice whisper subtitles markers',
    when: () => selectedPlayer() !== undefined,
    run: () => {
      const node = selectedPlayer()
      if (node !== undefined) void transcribeSpeech(node)
    },
  },
]
