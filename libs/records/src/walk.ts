import type { ClientBase } from 'pg';
import type { DocumentText, RecordList } from './read.js';

/** Documents that are held at once. */
const batch = 500;

/** Every document of a list, tombstones included, in the order of ids and in batches: all of them as they are at one moment where the transaction is one of repeatable reads. */
export async function* walkDocuments(client: ClientBase, { operatorId, connectionId, dataType }: RecordList): AsyncGenerator<DocumentText[]> {
  let after = '';
  for (;;) {
    const { rows } = await client.query<{ source_id: string; document: DocumentText }>({
      name: 'record-walk',
      text: `
        select source_id, document from record
        where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id > $4 and document is not null
        order by source_id limit ${batch}`,
      values: [operatorId, connectionId, dataType, after],
    });
    if (rows.length > 0) yield rows.map(({ document }) => document);
    if (rows.length < batch) return;
    after = rows.at(-1)!.source_id;
  }
}
