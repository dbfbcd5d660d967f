export { parseReply, parseRequest, type InferenceReply, type InferenceRequest } from './messages'
