export { closeOf, outcomeOf, testServer, type TestServer } from './test-server'
