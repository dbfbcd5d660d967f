export { AiServicesDialog } from './AiServicesDialog'
