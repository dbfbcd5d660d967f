export { serveStudio, type ServeOptions } from './serve-studio'
export { startServer, type BrowserServer, type ServerOptions } from './start-server'
