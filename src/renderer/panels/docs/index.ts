export { NodeDocs } from './NodeDocs'
