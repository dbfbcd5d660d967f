import { addToParamMenu } from '../editor'
import { offerLanes } from '../panels/timeline'
import { setPrefs, startLearning } from '../state'

/** What the panels add to the menu of a knob. */
export function fillParamMenu(): void {
  offerLanes()
  addToParamMenu(({ node, param }, spec) =>
    spec.kind === 'number'
      ? [
          {
            label: 'Learn from MIDI',
            testId: 'param-learn',
            run: () => {
              startLearning({ node, param })
              setPrefs({ dock: true, dockTab: 'midi' })
            },
          },
        ]
      : [],
  )
}
