import { useEffect, type RefObject } from 'react'
import { beatsAt, tempoMapOf } from '#shared/graph'
import { onFrame } from '../../kit'
import { playheadNow, usePrefs, useTimeline } from '../../state'
import { sharpContext } from '../../ui'
import { heardKey, rollMarquee, rollProject } from './drag-notes'
import { drawKeys, drawRoll, drawVelocities } from './draw-roll'
import { useRollState } from './roll-state'
import { rollX, useRoll } from './view'

interface Surfaces {
  readonly clip: string
  readonly roll: RefObject<HTMLCanvasElement | null>
  readonly keys: RefObject<HTMLCanvasElement | null>
  readonly velocities: RefObject<HTMLCanvasElement | null>
  readonly head: RefObject<HTMLElement | null>
  readonly list: RefObject<HTMLElement | null>
}

/** Draws before every paint what has changed, and moves the playhead. */
export function useRollPainting({ clip: id, roll, keys, velocities, head, list }: Surfaces): void {
  useEffect(() => {
    let drawn: readonly unknown[] = []
    const loop = onFrame(() => {
      const project = rollProject()
      const clip = project.clips[id]
      if (clip?.kind !== 'notes') return
      const view = useRoll.getState()
      const state = [
        ...[clip, project.transport, view, useRollState.getState(), useTimeline.getState().grid],
        ...[rollMarquee(), heardKey(), usePrefs.getState().theme, window.devicePixelRatio],
      ]
      if (state.some((value, index) => value !== drawn[index])) {
        drawn = state
        paint(roll.current, context => drawRoll(context, project, clip, rollMarquee()))
        paint(keys.current, context => drawKeys(context, heardKey()))
        paint(velocities.current, context => drawVelocities(context, clip))
        if (list.current !== null) {
          const { style } = list.current
          style.setProperty('--zoom', String(view.zoom))
          style.setProperty('--row', String(view.row))
          const down = (view.top - 128) * view.row
          style.transform = `translate(${-view.left * view.zoom}px, ${down}px)`
        }
      }
      if (head.current === null) return
      const beat = beatsAt(tempoMapOf(project.transport), playheadNow()) - clip.start
      const inside = beat >= 0 && beat <= clip.length
      const { loop: span, offset } = clip
      const at = span === undefined ? beat + offset : (beat + offset) % span
      head.current.style.visibility = inside ? 'visible' : 'hidden'
      head.current.style.transform = `translateX(${Math.round(rollX(at))}px)`
    })
    return () => loop[Symbol.dispose]()
  }, [id, roll, keys, velocities, head, list])
}

function paint(
  canvas: HTMLCanvasElement | null,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  const context = canvas === null ? undefined : sharpContext(canvas)
  if (context !== undefined) draw(context)
}
