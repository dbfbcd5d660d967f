import {
  barPosition,
  moveSignature,
  moveTempo,
  setMarker,
  type Beats,
  type Edit,
} from '#shared/graph'
import { dispatch, projectNow, seek } from '../../state'
import type { ReadoutLines } from '../../ui'
import { snappedAt, snapped, type Gesture, type Pointer } from './gesture'
import type { RulerHit } from './hit'
import { commitPreview, drawnProject, dropPreview, preview } from './preview'
import { placeWords, stretchWords } from './readouts'
import { beatAtX, beatOfTime, timeOf, useView } from './view'

/** What a drag on the ruler does. */
export function dragRuler(hit: RulerHit, from: Pointer): Gesture {
  switch (hit.kind) {
    case 'bars':
    case 'changes':
      return dragPlayhead(from)
    case 'markers':
      return dragLoop(snappedAt(from), undefined)
    case 'loop-start':
      return dragLoop(beatOfTime(projectNow().transport.loop.end), 'start')
    case 'loop-end':
      return dragLoop(beatOfTime(projectNow().transport.loop.start), 'end')
    case 'loop':
      return moveLoop(from)
    case 'sign':
      return dragSign(hit.sign, from)
  }
}

function dragPlayhead(from: Pointer): Gesture {
  let at = snappedAt(from)
  void seek(timeOf(at))
  return {
    move(to) {
      at = snappedAt(to)
      void seek(timeOf(at))
    },
    says: () => [placeWords(at)],
    end: () => {},
    cancel: () => {},
  }
}

function loopEdits(a: Beats, b: Beats, enabled: boolean): Edit[] {
  const [start, end] = [timeOf(Math.min(a, b)), timeOf(Math.max(a, b))]
  if (end - start < 0.001) return []
  return [{ kind: 'set-transport', transport: { loop: { enabled, start, end } } }]
}

/** The loop from a place that stands to the pointer; a new one is on. */
function dragLoop(anchor: Beats, side: 'start' | 'end' | undefined): Gesture {
  const { enabled } = projectNow().transport.loop
  return {
    move: to => preview(loopEdits(anchor, snappedAt(to), side === undefined || enabled)),
    says: loopWords,
    end: moved => {
      if (moved) commitPreview('Set loop')
      else dropPreview()
    },
    cancel: dropPreview,
  }
}

function loopWords(): ReadoutLines {
  const { start, end } = drawnProject().transport.loop
  return stretchWords(beatOfTime(start), beatOfTime(end))
}

function moveLoop(from: Pointer): Gesture {
  const { loop } = projectNow().transport
  const [start, end] = [beatOfTime(loop.start), beatOfTime(loop.end)]
  return {
    move(to) {
      const by = snapped(start + (to.x - from.x) / useView.getState().zoom, to.free) - start
      preview(loopEdits(start + by, end + by, loop.enabled))
    },
    says: loopWords,
    end: moved => {
      if (moved) commitPreview('Move loop')
      else dropPreview()
    },
    cancel: dropPreview,
  }
}

function dragSign(sign: Extract<RulerHit, { kind: 'sign' }>['sign'], from: Pointer): Gesture {
  const { transport } = projectNow()
  let { beat } = sign
  const editsAt = (to: Pointer): Edit[] => {
    beat = snapped(sign.beat + (to.x - from.x) / useView.getState().zoom, to.free)
    if (sign.kind === 'marker') return setMarker(transport, sign.id, { beat })
    if (sign.kind === 'tempo') return moveTempo(transport, sign.beat, beat)
    return moveSignature(transport, Number(sign.id), beat)
  }
  return {
    move: to => preview(editsAt(to)),
    says: () => [placeWords(beat)],
    end(moved) {
      if (moved) return commitPreview(`Move ${sign.kind}`)
      dropPreview()
      // A click on a marker goes there.
      if (sign.kind === 'marker') void seek(timeOf(sign.beat))
    },
    cancel: dropPreview,
  }
}

/** A marker at a beat, named after its bar. */
export function addMarkerAt(beat: Beats, id: string): void {
  const { transport } = projectNow()
  const { bar } = barPosition(transport, beat + 1e-6)
  const markers = [...transport.markers, { id, beat, name: `Bar ${bar}` }]
  dispatch('Add marker', [
    { kind: 'set-transport', transport: { markers: markers.toSorted((a, b) => a.beat - b.beat) } },
  ])
}

export function beatUnder({ x }: Pick<Pointer, 'x'>): Beats {
  return beatAtX(x)
}
