export { TabBar } from './TabBar'
