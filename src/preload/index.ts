import { contextBridge, ipcRenderer, webUtils } from 'electron'

/** The only bridge: the face's name, and the path of a file that the user dropped. */
contextBridge.exposeInMainWorld('wireharpBridge', {
  face: 'electron',
  pathForFile: (file: File) => webUtils.getPathForFile(file),
})

/** The ports for RPC and sound come from main; the page says when it can take them. */
const ports = new Promise<readonly MessagePort[]>(resolve => {
  ipcRenderer.once('wireharp:ports', event => resolve(event.ports))
})
const ready = new Promise<void>(resolve => {
  const listen = (event: MessageEvent<unknown>) => {
    if (event.source !== window || event.data !== 'wireharp:ready') return
    window.removeEventListener('message', listen)
    resolve()
  }
  window.addEventListener('message', listen)
})

void Promise.all([ports, ready]).then(([received]) => {
  window.postMessage('wireharp:ports', location.origin, [...received])
})
