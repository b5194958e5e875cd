import { supportedDataTypes } from '#accounting/data-types';
import type { Remapping } from '#database/entities/remapping.entity';
import { z } from 'zod';
import { companyId, connectionId, remappingId } from '../api/inputs.js';
import { operation } from '../api/operation.js';

export const remappingSchema = z.object({
  id: z.uuid().meta({ description: 'Id of the remapping.' }),
  connectionId: z.uuid().meta({ description: 'Id of the connection whose records are mapped again.' }),
  dataTypes: z.array(z.string()).meta({ description: 'Which of its records.' }),
  status: z.enum(['queued', 'running', 'complete', 'failed']).meta({ description: 'How far it is.' }),
  requested: z.string().meta({ description: 'When it was asked for (UTC).' }),
  completed: z.string().optional().meta({ description: 'When it ended (UTC).' }),
}).meta({ description: 'Stored records that are mapped again, without a call to the accounting software.' });

type RemappingView = z.output<typeof remappingSchema>;

export function toRemappingView({ id, connectionId: of, scope, status, createdAt, finishedAt }: Remapping): RemappingView {
  const { dataTypes } = scope as { dataTypes: string[] };
  const completed = finishedAt ? { completed: finishedAt.toISOString() } : {};
  return { id, connectionId: of, dataTypes, status, requested: createdAt.toISOString(), ...completed };
}

const success = { status: 200, description: 'The remapping.', body: remappingSchema } as const;

export const remapRecords = operation({
  id: 'remap-records',
  method: 'POST',
  path: '/companies/{companyId}/connections/{connectionId}/data/{dataType}/remap',
  tag: 'Refresh data',
  summary: 'Map stored records again',
  description: 'Maps every stored record of a data type again from the document that the accounting software once sent, as after an upgrade that reads what could not be read before. The accounting software is not called. Records that come out as they were keep their `modifiedDate`.',
  params: z.object({
    companyId,
    connectionId,
    dataType: z.enum(supportedDataTypes, { error: 'Datatype [{id}] is not known' }).meta({ description: 'Which records to map again.' }),
  }),
  success,
  refusals: { 404: 'There is no such company, connection or data type.' },
});

export const getRemapping = operation({
  id: 'get-remapping',
  method: 'GET',
  path: '/companies/{companyId}/connections/{connectionId}/remappings/{remappingId}',
  tag: 'Refresh data',
  summary: 'Get a remapping',
  description: 'How far a remapping is. A week after its end it is forgotten.',
  params: z.object({ companyId, connectionId, remappingId }),
  success,
  refusals: { 404: 'There is no such company, connection or remapping.' },
});
