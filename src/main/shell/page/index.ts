export { listPageFiles, type PageFile, type PageFiles } from './page-files'
export { cacheControl, pageHeaders, type PageReach } from './page-headers'
