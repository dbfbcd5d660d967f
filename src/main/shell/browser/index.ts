export { startServer, type BrowserServer, type ServerOptions } from './start-server'
