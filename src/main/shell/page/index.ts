export { listPageFiles, type PageFile, type PageFiles } from './page-files'
export { viewHeaders } from './view-headers'
export { cacheControl, pageHeaders, type PageReach } from './page-headers'
