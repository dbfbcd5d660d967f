import { net, protocol, session } from 'electron'
import { pathToFileURL } from 'node:url'
import type { Result } from '#shared/kit'
import { cacheControl, pageHeaders, viewHeaders, type PageFiles } from '../page'

/** The page of a plugin’s view by its address, once there is a studio. */
export type ViewPages = (address: string) => Promise<Result<string> | undefined>

/** Where the page lives: an origin of its own, which no web page can name or be. */
export const PAGE_ORIGIN = 'app://wireharp'
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`

/** Whether an address is one of the page's own. */
export function isPage(address: string): boolean {
  return address.startsWith(`${PAGE_ORIGIN}/`)
}

/** Must be called before the app is ready: afterwards Electron takes no more schemes. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** Serves the page with the headers of the browser face, and cancels every request to anywhere else. */
export function servePage(files: PageFiles, views: ViewPages): void {
  const headers = pageHeaders({ connect: [] })
  protocol.handle('app', async request => {
    const { pathname } = new URL(request.url)
    const isOwn = request.method === 'GET' && isPage(request.url)
    if (isOwn && pathname.startsWith('/plugin-views/')) {
      const view = await views(pathname)
      if (view?.ok === true) return new Response(view.value, { headers: viewHeaders('app:') })
    }
    const file = isOwn ? files.get(pathname) : undefined
    if (file === undefined) return new Response('Not here.', { status: 404, headers })
    const { body } = await net.fetch(pathToFileURL(file.path).href)
    const own = { 'content-type': file.type, 'cache-control': cacheControl(file.hashed) }
    return new Response(body, { headers: { ...headers, ...own } })
  })
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !/^(app:\/\/wireharp\/|devtools:|blob:app:\/\/wireharp\/)/.test(url) })
  })
}
