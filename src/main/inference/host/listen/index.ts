export { describeRaw } from './describe-raw'
export { listenToFile } from './listen-to-file'
