import { app, session } from 'electron'
import { isPage, PAGE_URL } from './page-scheme'

/** What the page may do beyond drawing and sounding. Everything else is refused without asking. */
const granted: readonly string[] = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'midi',
  // Of jobs that have ended, where the user wants to be told.
  'notifications',
]

/** Of `getUserMedia`: recording sound. The system asks the user by itself; no camera is ever asked for. */
function isMicrophone(permission: string, types: readonly (string | undefined)[] = []): boolean {
  return permission === 'media' && types.length > 0 && types.every(type => type === 'audio')
}

/** No window leaves the page, opens another, embeds one, downloads or gets rights that it was not meant to. */
export function lockDown(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const types = 'mediaTypes' in details ? details.mediaTypes : undefined
    const isGranted = granted.includes(permission) || isMicrophone(permission, types)
    answer(isGranted && isPage(details.requestingUrl))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) => {
    const isGranted = granted.includes(permission) || isMicrophone(permission, [mediaType])
    return isGranted && isPage(`${origin.replace(/\/$/, '')}/`)
  })
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', event => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', event => event.preventDefault())
    // To load the page anew, and a plugin’s view in its frame, is all the navigation that there is.
    contents.on('will-frame-navigate', event => {
      const isView = !event.isMainFrame && isPage(event.url) && /\/plugin-views\//.test(event.url)
      if (!isView && (!event.isMainFrame || event.url !== PAGE_URL)) event.preventDefault()
    })
    contents.on('will-redirect', event => event.preventDefault())
  })
}
