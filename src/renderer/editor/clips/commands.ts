import type { Command } from '../../commands'
import {
  cancelClips,
  catalog,
  copySaid,
  graphNow,
  isWorking,
  linesOf,
  runClips,
  saidBy,
  selectedNodes,
  staleNodes,
  subtitlesOf,
  useClips,
  wordsToTimeline,
} from '../../state'
import { placeSpans, spansOf } from './place-spans'

const chosenJobs = (): readonly string[] =>
  selectedNodes().filter(id => {
    const type = graphNow().nodes[id]?.type
    return type !== undefined && catalog().get(type)?.dsp.form === 'job'
  })

/** What the selected nodes have written down. */
const chosenWords = () => chosenJobs().flatMap(id => saidBy(graphNow().nodes[id]))

const workingNodes = (): readonly string[] =>
  Object.entries(useClips.getState().nodes).flatMap(([id, info]) => (isWorking(info) ? [id] : []))

/** Nodes that work as jobs: run, run all, stop. */
export const clipCommands: readonly Command[] = [
  {
    id: 'nodes.run',
    title: 'Run',
    group: 'Nodes',
    keys: 'Mod+Enter',
    area: 'canvas',
    words: 'make job clip separate freeze generate start',
    when: () => chosenJobs().length > 0,
    run: () => void runClips(chosenJobs()),
  },
  {
    id: 'project.run-stale',
    title: 'Run what is stale',
    group: 'Project',
    words: 'jobs clips all update make render again',
    when: () => staleNodes().length > 0,
    run: () => void runClips(),
  },
  {
    id: 'project.cancel-runs',
    title: 'Cancel what runs',
    group: 'Project',
    words: 'jobs clips stop abort',
    when: () => workingNodes().length > 0,
    run: () => void cancelClips(),
  },
  {
    id: 'nodes.spans',
    title: 'Put the stretches on an audio track',
    group: 'Nodes',
    words: 'voice split clips regions cut speech',
    when: () => spansOf(chosenJobs()[0]) !== undefined,
    run: () => placeSpans(chosenJobs()[0]),
  },
  {
    id: 'nodes.copy-words',
    title: 'Copy the words',
    group: 'Nodes',
    words: 'transcript speech text clipboard',
    when: () => chosenWords().length > 0,
    run: () => void copySaid(linesOf(chosenWords()), 'The words are on the clipboard.'),
  },
  {
    id: 'nodes.copy-subtitles',
    title: 'Copy the words as subtitles',
    group: 'Nodes',
    words: 'transcript speech srt subrip captions clipboard',
    when: () => chosenWords().length > 0,
    run: () =>
      void copySaid(subtitlesOf(chosenWords()), 'Subtitles (SubRip) are on the clipboard.'),
  },
  {
    id: 'nodes.words-to-timeline',
    title: 'Put the words on the timeline',
    group: 'Nodes',
    words: 'transcript speech markers subtitles',
    when: () => chosenWords().length > 0,
    run: () => void wordsToTimeline(chosenWords()),
  },
]
