export { fakeServices } from './fake-services'
