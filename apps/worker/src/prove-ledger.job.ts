import { Injectable } from '@nestjs/common';
import type { JobDefinition, JobHandler } from '#queue/jobs';
import { LedgerProofs } from '#sync/proof/ledger-proofs';

/** Proves a connection's books against the platform's own reports. */
@Injectable()
export class ProveLedgerJob implements JobDefinition {
  readonly name = 'proof';
  readonly concurrency = 1;

  constructor(private readonly proofs: LedgerProofs) {}

  readonly handle: JobHandler = (ids, context) => this.proofs.run(ids, context);
}
