import type { SupportedDataType } from './data-types.js';
import { models } from './models.js';

/** Name of a rule for documents of a data type, such as `accounting-bill-credit-note-101`. */
export function ruleIdOf(dataType: SupportedDataType, number: string): string {
  return `accounting-${subjectOf(dataType).replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}-${number}`;
}

/** Who checks a data type by its rules, such as `BillValidator`: the wire's word. */
export function validatorName(dataType: SupportedDataType): string {
  return `${subjectOf(dataType)}Validator`;
}

/** Statements are kept by month, but their rules are about the statement. */
function subjectOf(dataType: SupportedDataType): string {
  return models[dataType].name.replace(/(Month|Dataset)$/, '');
}
