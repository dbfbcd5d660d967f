export { Scopes } from './Scopes'
