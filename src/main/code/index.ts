export { createCode, type Code } from './create-code'
