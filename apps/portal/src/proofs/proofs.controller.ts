import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { LedgerProofViews } from './ledger-proof-views.service.js';
import { getLedgerProof, listLedgerProofs, takeLedgerProof } from './proofs.operations.js';

@Controller('api')
export class ProofsController {
  constructor(private readonly proofs: LedgerProofViews) {}

  @Route(getLedgerProof)
  get(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getLedgerProof>) {
    return this.proofs.latest({ operatorId, ...params });
  }

  @Route(listLedgerProofs)
  list(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof listLedgerProofs>) {
    return this.proofs.list({ operatorId, ...params }, query);
  }

  @Route(takeLedgerProof)
  take(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof takeLedgerProof>) {
    return this.proofs.take({ operatorId, ...params }, query);
  }
}
