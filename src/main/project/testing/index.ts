export { failingFiles, throwErrno, type Fault } from './failing-files'
export {
  call,
  edit,
  put,
  savedProject,
  temporaryFolder,
  testStudio,
  title,
  transaction,
  type TestStudio,
} from './test-studio'
export { withSound } from './with-sound'
