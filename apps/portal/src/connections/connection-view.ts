import type { Connection } from '#database/entities/connection.entity';
import { connectionDocument } from '#events/connection-document';
import { z } from 'zod';

const connectionError = z.object({
  statusCode: z.string().meta({ description: 'HTTP status that the accounting software answered with, as text.' }),
  statusText: z.string().meta({ description: 'A word for what went wrong.' }),
  errorMessage: z.string().meta({ description: 'What went wrong, for a person to read.' }),
  erroredOnUtc: z.string().meta({ description: 'When it went wrong (UTC).' }),
});

const proofSummary = z.object({
  status: z.enum(['Tied', 'Differs', 'Incomplete', 'NotProvable']).meta({ description: 'What it came to.' }),
  message: z.string().meta({ description: 'The same in words, for a person to read.' }),
  asOf: z.string().optional().meta({ description: 'The day at whose end the books were compared.' }),
  completed: z.string().meta({ description: 'When it ended (UTC).' }),
});

export const connectionSchema = z.object({
  id: z.uuid().meta({ description: 'Id of the connection.' }),
  integrationId: z.uuid().meta({ description: 'Id of the integration.' }),
  integrationKey: z.string().meta({ description: 'Key of the integration: `gbol` is Xero.' }),
  sourceId: z.uuid().meta({ description: 'Id of the kind of source.' }),
  sourceType: z.enum(['Accounting', 'Banking', 'BankFeed', 'Commerce', 'Expense', 'Other', 'Unknown']).meta({ description: 'What kind of software it is.' }),
  platformName: z.string().meta({ description: 'Name of the software.' }),
  linkUrl: z.string().meta({ description: 'Where the company\'s own person gives or renews consent for this connection.' }),
  status: z.enum(['PendingAuth', 'Linked', 'Unlinked', 'Deauthorized']).meta({
    description: 'PendingAuth: consent was not given yet. Linked: data is pulled. Unlinked: ended by you or the company. Deauthorized: ended by the accounting software. What was pulled stays readable after an end.',
  }),
  lastSync: z.string().optional().meta({ description: 'Last successful pull (UTC).' }),
  created: z.string().meta({ description: 'When the connection was created (UTC).' }),
  dataConnectionErrors: z.array(connectionError).optional().meta({ description: 'Failed attempts to link or to pull, newest first.' }),
  ledgerProof: proofSummary.optional().meta({ description: 'The newest proof of the books that has ended, see **Proof of the books**; absent before the first. Ledgerbridge\'s own.' }),
  connectionInfo: z.record(z.string(), z.unknown()).optional().meta({ description: 'Which organisation is connected: `organisationId`, `organisationName`.' }),
}).meta({ description: 'A link between a company and one organisation in its accounting software.' });

export type ConnectionView = z.output<typeof connectionSchema>;

/** A connection as the wire shows it. Absent values are left out: the SDKs refuse most nulls. */
export function toConnectionView(connection: Connection, publicUrl: string): ConnectionView {
  return connectionDocument(connection, publicUrl);
}
