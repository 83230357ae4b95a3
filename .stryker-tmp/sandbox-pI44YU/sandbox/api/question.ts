// @ts-nocheck
import type { Customer } from '../customers.js';
import type { Exchange, World } from '../world.js';

/** A question of a customer. */
export interface Question {
  readonly world: World;
  readonly exchange: Exchange;
  readonly customer: Customer;
  /** Of the contract, or of the one thing that is wanted. */
  readonly id: string | undefined;
}
