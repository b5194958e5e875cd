import { z } from 'zod';
import { models } from './models.js';
import { agedCreditorReport, agedDebtorReport, agedReportAvailable } from './models/aged-report.js';
import { attachment, attachments } from './models/attachment.js';
import { reportLine } from './models/financial-statements.js';
import { balanceSheet, cashFlowStatement, profitAndLoss } from './models/statements.js';
import { trackingCategoryTree } from './models/tracking-category.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is answered but not stored as it is, and what models have in common. */
const answers = {
  TrackingCategoryTree: trackingCategoryTree,
  ReportLine: reportLine,
  BalanceSheet: balanceSheet,
  ProfitAndLoss: profitAndLoss,
  CashFlowStatement: cashFlowStatement,
  AgedDebtorReport: agedDebtorReport,
  AgedCreditorReport: agedCreditorReport,
  AgedReportAvailable: agedReportAvailable,
  Attachment: attachment,
  Attachments: attachments,
};

/**
 * The models as schemas of an OpenAPI 3.0 document (`components.schemas`), by model name. They describe what is served:
 * a consumer has to expect properties that are added later, so none of them is closed.
 */
export function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of Object.values(models)) registry.add(schema, { id: name });
  for (const [id, schema] of Object.entries(answers)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: 'openapi-3.0',
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // Three hundred characters of leap years help no reader; and format date-time would demand a zone.
      if (zodSchema instanceof z.ZodISODateTime) delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutDialect(schema)]));
}

function withoutDialect(schema: object): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id' && key !== 'id'));
}
