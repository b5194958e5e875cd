import { z } from 'zod';
import { companyId, connectionId, listQuery } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { ledgerProofSchema } from './ledger-proof-view.js';

const params = z.object({ companyId, connectionId });
const success = { status: 200, description: 'The proof.', body: ledgerProofSchema } as const;
const notThere = 'There is no such company or connection';

export const getLedgerProof = operation({
  id: 'get-ledger-proof',
  method: 'GET',
  path: '/companies/{companyId}/connections/{connectionId}/proof',
  tag: 'Refresh data',
  summary: 'Get the newest proof of the books',
  description: 'Whether the documents that were pulled, posted by double entry, make what the accounting software\'s own reports say. It is taken after every pull of everything, whether that has ended yet or not. See **Proof of the books**.',
  params,
  success,
  refusals: { 404: `${notThere}, or its books were not proved yet.` },
});

export const listLedgerProofs = operation({
  id: 'list-ledger-proofs',
  method: 'GET',
  path: '/companies/{companyId}/connections/{connectionId}/proofs',
  tag: 'Refresh data',
  summary: 'List proofs of the books',
  description: 'The newest 30 proofs of a connection, newest first unless `orderBy` says otherwise.',
  params,
  query: listQuery,
  success: { status: 200, description: 'A page of proofs.', body: { schema: 'LedgerProof', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.', 404: `${notThere}.` },
});

export const takeLedgerProof = operation({
  id: 'take-ledger-proof',
  method: 'POST',
  path: '/companies/{companyId}/connections/{connectionId}/proof',
  tag: 'Refresh data',
  summary: 'Prove the books again',
  description: 'Compares the documents that are stored with the accounting software\'s reports once more, which takes a call or two. What differs is pulled again first. One that has not ended yet is answered as it is.',
  params,
  query: z.strictObject({
    newOpening: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').transform((value) => value === 'true').meta({
      wire: { type: 'boolean', default: false },
      description: 'Take the balances of before the first document over as they are now, rather than as they were when the books first tied: for books whose opening balances were rightly changed.',
    }),
  }),
  success,
  refusals: { 400: 'A parameter is not accepted.', 404: `${notThere}.`, 409: 'The connection is not linked.' },
});

export const proofOperations = [getLedgerProof, listLedgerProofs, takeLedgerProof];
