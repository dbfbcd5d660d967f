import { showKeys } from '../../kit'

/** A step of the tour: what is pointed at, and what is said of it. */
export interface TourStep {
  readonly title: string
  readonly text: string
  /** Selector of what it is about; the middle of the window where nothing is. */
  readonly target?: string
  /** Where the card stands beside it. */
  readonly side?: 'left' | 'right' | 'above' | 'below' | 'within'
}

export const tourSteps: readonly TourStep[] = [
  {
    title: 'Welcome to Wireharp',
    text: 'A short song is open, made of what you will work with: nodes that make or change sound, and cables between them. Play it and look around; it takes a minute.',
  },
  {
    title: 'Sound runs through cables',
    text: 'Every node is an instrument, an effect or a signal. Drag from a socket to another to wire them; drop a cable on empty canvas, and you are offered what fits. Cables glow with what is in them.',
    target: '[data-testid="canvas"]',
    side: 'within',
  },
  {
    title: 'Add what you like',
    text: 'Drag nodes out of here, or double-click the canvas and type. Dropped on a cable, a node goes between. Sound files, MIDI files and projects can be dropped as well.',
    target: '[aria-label="Browser"]',
    side: 'right',
  },
  {
    title: 'Turn it while it plays',
    text: 'Everything about the selected node is here, with a sentence on each parameter. Drag a knob, type a value, double-click for the default. The tab beside it is the history: nothing that you do is lost.',
    target: 'aside[aria-label="Details"]',
    side: 'left',
  },
  {
    title: 'Time lies below',
    text: 'The timeline with its tracks, the piano roll, a keyboard to play. Space plays and stops, wherever you are.',
    target: '[data-testid="dock-timeline"]',
    side: 'above',
  },
  {
    title: 'Everything has a name',
    text: `${showKeys('Mod+K')} finds every command, node and project by a few letters, and tells about each node. That is all: make it yours. This tour is under Help, should you want it again.`,
    target: '[data-testid="menu"]',
    side: 'below',
  },
]
