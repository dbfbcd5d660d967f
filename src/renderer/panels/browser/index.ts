export { Browser } from './Browser'
