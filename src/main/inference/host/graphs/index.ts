export { rewriteDecoder, type RewrittenDecoder } from './rewrite-decoder'
export { cacheInputs } from './share-cache'
