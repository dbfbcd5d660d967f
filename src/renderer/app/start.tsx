import { createRoot } from 'react-dom/client'
import type { ReactNode } from 'react'
import { Output } from '../audio'
import { setCommands } from '../commands'
import type { Connection } from '../kit'
import {
  loadPrefs,
  lookAhead,
  setConnection,
  setPlayback,
  startState,
  startTourOnce,
  usePrefs,
} from '../state'
import '../ui/styles.css'
import { allCommands } from './all-commands'
import { preloadDialogs } from './Dialogs'
import { fillParamMenu } from './param-menu'
import { followNativeMenu } from './native-menu'
import { App } from './App'
import { exposeDebug } from './debug'
import { ErrorBoundary } from './ErrorBoundary'
import { StartFailure } from './StartFailure'
import type { Result } from '#shared/kit'

/** Connects, loads the first project and shows the window. */
export async function start(connecting: Promise<Result<Connection>>): Promise<void> {
  const show = mount()
  if (!globalThis.crossOriginIsolated) {
    return show(
      <StartFailure
        title="This page cannot play sound"
        message="It was not opened by Wireharp itself: shared memory is not allowed here. Open Wireharp by the address that it printed."
      />,
    )
  }
  const connection = await connecting
  if (!connection.ok) {
    return show(
      <StartFailure title="Wireharp did not let this page in" message={connection.error.message} />,
    )
  }
  setConnection(connection.value)
  await loadPrefs()
  document.documentElement.dataset['theme'] = usePrefs.getState().theme
  const output = new Output(connection.value.openAudio(), lookAhead())
  setPlayback(output)
  const state = await startState()
  if (!state.ok) {
    return show(<StartFailure title="Wireharp could not start" message={state.error.message} />)
  }
  exposeDebug(output)
  setCommands(allCommands)
  fillParamMenu()
  followNativeMenu()
  show(<App />)
  startTourOnce()
  preloadDialogs()
}

function mount(): (content: ReactNode) => void {
  const element = document.getElementById('root')
  if (element === null) throw new Error('The page has no root element.')
  const root = createRoot(element)
  return content => root.render(<ErrorBoundary>{content}</ErrorBoundary>)
}
