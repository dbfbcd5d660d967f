import { projectNow } from '../../state'
import { selectedClips } from './clip-actions'
import { beatOfTime, showBeats } from './view'

/** Shows the selected clips, or else everything there is. */
export function fitTimeline(): void {
  const { clips, transport } = projectNow()
  const ids = selectedClips()
  const chosen = (ids.length > 0 ? ids : Object.keys(clips)).flatMap(id => clips[id] ?? [])
  const last = Math.max(0, ...chosen.map(clip => clip.start + clip.length))
  if (ids.length > 0) return showBeats(Math.min(...chosen.map(clip => clip.start)), last)
  showBeats(0, last > 0 ? last : beatOfTime(transport.length))
}
