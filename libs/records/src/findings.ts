import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import type { ModelOf } from '#accounting/models';
import { brokenRelations, type Finding } from '#accounting/relations';
import { ruleIdOf } from '#accounting/rules';
import { boundedText } from './record-text.js';

/** A document of a thousand lines may break a rule on each of them: the first ones tell enough. */
const most = 20;

/** What to keep of the relations that a document breaks; null for a sound one. Nothing that it says stops a pull. */
export function findingsOf(dataType: SupportedDataType, document: CanonicalDocument): Finding[] | null {
  const found = broken(dataType, document).slice(0, most).map((finding) => ({ ...finding, message: boundedText(finding.message) }));
  return found.length > 0 ? found : null;
}

function broken(dataType: SupportedDataType, document: CanonicalDocument): Finding[] {
  try {
    return brokenRelations(dataType, document as ModelOf<typeof dataType>);
  } catch {
    return [{ ruleId: ruleIdOf(dataType, '000'), message: 'Its amounts cannot be added up', difference: 0, severity: 'error' }];
  }
}
