import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { decodeAudioRequest } from '#shared/contract'
import type { Api, AudioOutlet } from '../../api'
import { isPage } from './page-scheme'

export interface PageConnection {
  readonly api: Api
  readonly audio: AudioOutlet
}

/**
 * Gives the page its two ports, for calls and for sound, each time it has loaded. There is no other way in:
 * no channel listens, so nothing but what holds a port can call. The ports of the last load are closed.
 */
export function connectPage(contents: WebContents, { api, audio }: PageConnection): void {
  let present = new DisposableStack()
  contents.on('did-finish-load', () => {
    present.dispose()
    present = new DisposableStack()
    if (!isPage(contents.mainFrame.url)) return
    const calls = new MessageChannelMain()
    const sound = new MessageChannelMain()
    present.defer(() => calls.port1.close())
    present.defer(() => sound.port1.close())
    api.servePort(calls.port1)
    present.use(serveAudio(sound.port1, audio))
    calls.port1.start()
    sound.port1.start()
    contents.postMessage('wireharp:ports', undefined, [calls.port2, sound.port2])
  })
  contents.on('destroyed', () => present.dispose())
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') contents.reload()
  })
}

/** The sound by port: eight bytes ask for blocks, each block is a message. */
function serveAudio(port: MessagePortMain, audio: AudioOutlet): Disposable {
  const listener = audio.connect(block => port.postMessage(block))
  port.on('message', ({ data }: { data: unknown }) => {
    const request = data instanceof Uint8Array ? decodeAudioRequest(data) : undefined
    if (request !== undefined) listener.request(request)
  })
  return listener
}
