export { MakePluginDialog } from './MakePluginDialog'
export { WritePackageDialog } from './WritePackageDialog'
