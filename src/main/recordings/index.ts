export { createRecordings, type Recordings } from './create-recordings'
