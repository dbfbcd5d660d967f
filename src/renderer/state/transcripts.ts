import { TRANSCRIBE, transcriptSchema, type JobInfo } from '#shared/contract'
import { beatsAt, tempoMapOf } from '#shared/graph'
import { attempt, newId } from '../kit'
import { client } from './connection'
import { dispatch, graphNow, projectHandle, projectNow } from './project'
import { soundParam } from './sound-param'
import { toast, toastFailure } from './toasts'

/** Jobs of this window that write down what is said, with the project that they are for. */
const asked = new Map<string, string>()

/** As long as the name of a marker may be. */
const MOST_NAME = 100
/** More are not of use on a timeline: the rest is in the text file. */
const MOST_MARKERS = 200

/** Begins to write down what is said in the sound of a node. Its words come to the timeline as markers when they are there. */
export async function transcribeSpeech(node: string): Promise<void> {
  const param = soundParam(node)
  const asset = param === undefined ? undefined : graphNow().nodes[node]?.params[param]
  if (typeof asset !== 'string') {
    return toast({
      tone: 'info',
      text: 'Choose a node that plays a sound: its words come from it.',
    })
  }
  const project = projectHandle()
  const begun = await attempt(client().providers.transcribe({ project, asset }))
  if (!begun.ok) return toastFailure(begun.error)
  const { id } = begun.value
  asked.set(id, project)
  const job = await attempt(client().jobs.show({ job: id }))
  if (job.ok) transcriptEnded(job.value)
}

/** To be told of every job. */
export function transcriptEnded(job: JobInfo): void {
  const project = asked.get(job.id)
  if (project === undefined || (job.state !== 'completed' && job.state !== 'failed')) return
  asked.delete(job.id)
  if (job.state === 'completed' && project === projectHandle()) bringTranscript(job)
}

export const hasTranscript = ({ kind, state }: JobInfo): boolean =>
  kind === TRANSCRIBE && state === 'completed'

/** Puts the words of a completed job on the timeline: a marker where each stretch begins. */
export function bringTranscript({ result }: JobInfo): void {
  const parsed = transcriptSchema.safeParse(result)
  if (!parsed.success) return
  const { segments, path } = parsed.data
  if (segments.length === 0) {
    return toast({ tone: 'info', text: 'Nobody says anything in this sound.' })
  }
  const isThere = wordsToTimeline(segments.map(({ start, text }) => ({ from: start, text })))
  if (isThere) toast({ tone: 'info', text: `The words are on the timeline, and in ${path}.` })
}

/** A marker where each stretch begins, as many as the timeline takes. */
export function wordsToTimeline(
  said: readonly { readonly from: number; readonly text: string }[],
): boolean {
  const { transport } = projectNow()
  const map = tempoMapOf(transport)
  const room = MOST_MARKERS - transport.markers.length
  const added = said.slice(0, Math.max(0, room)).map(({ from, text }) => ({
    ...{ id: newId(), beat: beatsAt(map, from), name: text.slice(0, MOST_NAME) },
  }))
  const markers = [...transport.markers, ...added].toSorted((a, b) => a.beat - b.beat)
  return dispatch('Add the words of a sound', [{ kind: 'set-transport', transport: { markers } }])
}
