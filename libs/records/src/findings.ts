import type { ClientBase } from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import type { ModelOf } from '#accounting/models';
import { brokenRelations, type Finding } from '#accounting/relations';
import { ruleIdOf } from '#accounting/rules';
import { boundedText } from './record-text.js';
import type { RecordToWrite } from './record-to-write.js';

/** A document of a thousand lines may break a rule on each of them: the first ones tell enough. */
const most = 20;

/** What to keep of the relations that a document breaks; null for a sound one. Nothing that it says stops a pull. */
export function findingsOf(dataType: SupportedDataType, document: CanonicalDocument): Finding[] | null {
  const found = broken(dataType, document).slice(0, most).map((finding) => ({ ...finding, message: boundedText(finding.message) }));
  return found.length > 0 ? found : null;
}

/** Judges documents again that may have come out as they were while the rules have not. Only what differs is written. */
export async function refreshFindings(
  client: ClientBase, { operatorId, connectionId }: { operatorId: string; connectionId: string }, records: readonly RecordToWrite[],
): Promise<void> {
  const rows = records.flatMap(({ dataType, sourceId, outcome }) => outcome.kind === 'document'
    ? [{ data_type: dataType, source_id: sourceId, findings: findingsOf(dataType, outcome.document) }]
    : []);
  await client.query(`
    update record t set findings = r.findings
    from jsonb_to_recordset($3::jsonb) as r(data_type text, source_id text, findings jsonb)
    where t.operator_id = $1 and t.connection_id = $2 and t.data_type = r.data_type and t.source_id = r.source_id
      and t.findings is distinct from r.findings`, [operatorId, connectionId, JSON.stringify(rows)]);
}

function broken(dataType: SupportedDataType, document: CanonicalDocument): Finding[] {
  try {
    return brokenRelations(dataType, document as ModelOf<typeof dataType>);
  } catch {
    return [{ ruleId: ruleIdOf(dataType, '000'), message: 'Its amounts cannot be added up', difference: 0, severity: 'error' }];
  }
}
