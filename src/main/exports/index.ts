export { createExportsService } from './exports-service'
export { renderFile, type RenderFileOptions } from './render-file'
export { openRenderCache } from './open-render-cache'
export { renderProject, type RenderParts } from './render-project'
