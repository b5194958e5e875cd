import { Injectable } from '@nestjs/common';
import type { QueryTarget } from '#accounting/properties';
import { ProofService } from '#sync/proof/proof.service';
import type { OwnedConnection } from '#sync/remap.service';
import type { ListQuery } from '../api/inputs.js';
import { type Page, pageOf } from '../api/page.js';
import { pickFrom } from '../api/pick-from.js';
import { type LedgerProofView, toLedgerProofView } from './ledger-proof-view.js';

const target: QueryTarget = {
  name: 'LedgerProof',
  properties: [
    ...['id', 'status', 'message'].map((path) => ({ path, type: 'string' as const })),
    ...['requested', 'completed'].map((path) => ({ path, type: 'date' as const })),
    ...['tries', 'calls'].map((path) => ({ path, type: 'number' as const })),
  ],
};

/** Proofs of books as the public API shows and orders them. */
@Injectable()
export class LedgerProofViews {
  constructor(private readonly proofs: ProofService) {}

  async latest(connection: OwnedConnection): Promise<LedgerProofView> {
    return toLedgerProofView(await this.proofs.latest(connection));
  }

  async take(connection: OwnedConnection, options: { newOpening: boolean }): Promise<LedgerProofView> {
    return toLedgerProofView(await this.proofs.order(connection, options));
  }

  /** Few are kept, so that they are picked from in memory. */
  async list(connection: OwnedConnection, request: ListQuery): Promise<Page<LedgerProofView>> {
    const all = (await this.proofs.list(connection)).map(toLedgerProofView);
    const { results, total } = pickFrom(all, request, target);
    return pageOf(`/companies/${connection.companyId}/connections/${connection.connectionId}/proofs`, request, results, total);
  }
}
