export { rpcContract } from './rpc-schemas'
export { RpcSession } from './rpc-session'
