import { projectNow, seek, selectClips, useTimeline } from '../../state'
import { boxOf, type Marquee } from './draw-timeline'
import { snappedAt, type Gesture, type Pointer } from './gesture'
import { rowsOf } from './rows'
import { timeOf } from './view'

let shown: Marquee | undefined

export function marqueeNow(): Marquee | undefined {
  return shown
}

/** Selects what a rectangle touches; a click alone selects nothing and puts the playhead there. */
export function dragMarquee(from: Pointer): Gesture {
  const before = from.shift ? [...useTimeline.getState().clips] : []
  return {
    move(to) {
      shown = { x1: from.x, y1: from.y, x2: to.x, y2: to.y }
      selectClips([...before, ...clipsIn(shown)])
    },
    end(moved) {
      shown = undefined
      if (moved) return
      selectClips([])
      void seek(timeOf(snappedAt(from)))
    },
    cancel() {
      shown = undefined
      selectClips(before)
    },
  }
}

function clipsIn({ x1, y1, x2, y2 }: Marquee): readonly string[] {
  const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)]
  const [top, bottom] = [Math.min(y1, y2), Math.max(y1, y2)]
  return rowsOf(projectNow()).flatMap(row => {
    if (row.kind !== 'track') return []
    return row.track.clips.flatMap(clip => {
      const { x, y, width, height } = boxOf(clip, row)
      return x < right && x + width > left && y < bottom && y + height > top ? [clip.id] : []
    })
  })
}
