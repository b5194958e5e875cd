import type { Envelope } from './envelope.js';

/** A refusal that was sent before and is sent again as it was. */
export class StoredRefusal extends Error {
  constructor(readonly envelope: Envelope) {
    super(envelope.error);
    this.name = 'StoredRefusal';
  }
}
