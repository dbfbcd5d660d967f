import { addToParamMenu } from '../../editor'
import { setPrefs } from '../../state'
import { addLane } from './lane-actions'

/** From the menu of a knob to the lane of its parameter. To be called once, when the app begins. */
export function offerLanes(): void {
  addToParamMenu(({ node, param }, spec) =>
    spec.kind === 'number'
      ? [
          {
            label: 'Automate on the timeline',
            testId: 'param-automate',
            run: () => {
              addLane(node, param)
              setPrefs({ dock: true, dockTab: 'timeline' })
            },
          },
        ]
      : [],
  )
}
