import type { ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract'
import type { Result, StopSignal } from '../kit'

/** What a method learns about its call beside the input. */
export interface Call {
  /** Aborts when the caller is gone or cancelled. */
  readonly signal: StopSignal
}

type Answer<Output> =
  Output extends AsyncIterable<infer Event>
    ? AsyncGenerator<Event, void, void>
    : Result<Output> | Promise<Result<Output>>

type Method<Procedure> =
  Procedure extends ContractProcedure<infer Input, infer Output, infer _Errors, infer _Meta>
    ? (input: InferSchemaOutput<Input>, call: Call) => Answer<InferSchemaInput<Output>>
    : never

/** A service as its contract wants it: a method a key, plain data in, a Result or a stream of events out. */
export type ServiceOf<Contract> = { readonly [Key in keyof Contract]: Method<Contract[Key]> }
