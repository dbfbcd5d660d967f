export { createExportsService } from './exports-service'
export { renderFile, type RenderFileOptions } from './render-file'
export { renderProject } from './render-project'
