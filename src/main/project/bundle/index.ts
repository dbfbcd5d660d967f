export { BUNDLE_EXTENSION, BUNDLED_PROJECT } from './bundle-format'
export { packBundle } from './pack-bundle'
export { unpackBundle } from './unpack-bundle'
