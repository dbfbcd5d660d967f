import type { Clip } from '#shared/graph'
import { clamp, type Seconds } from '#shared/kit'
import { catalog, select } from '../../state'
import { snapped, type Gesture, type Pointer } from './gesture'
import { commitPreview, dropPreview, preview } from './preview'
import { placeWords } from './readouts'
import { beatOfTime, timeOf, useView } from './view'

/** What a player plays is moved by the parameter that says where it begins. */
export function dragPlayer({ node, start }: Clip, type: string, from: Pointer): Gesture {
  const spec = catalog().get(type)?.params['start']
  let shown: Seconds = timeOf(start)
  return {
    move(to) {
      if (spec?.kind !== 'number') return
      const beat = snapped(start + (to.x - from.x) / useView.getState().zoom, to.free)
      shown = clamp(timeOf(beat), spec.min, spec.max)
      preview([{ kind: 'set-param', node, param: 'start', value: shown }])
    },
    says: () => [placeWords(beatOfTime(shown))],
    end(moved) {
      if (moved) commitPreview('Move sound')
      else dropPreview()
      select([node])
    },
    cancel: dropPreview,
  }
}
