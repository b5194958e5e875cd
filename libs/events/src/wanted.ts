import type { Subject } from './render.js';

export interface Wish {
  readonly event_types: readonly string[];
  /** `key:value`, of which a company needs one; none: every company. */
  readonly company_tags: readonly string[];
}

/** Whether a consumer is to be told. Events that are not about a company pass every filter of companies. */
export function wants({ event_types, company_tags }: Wish, { type, subject: { company } }: { readonly type: string; readonly subject: Subject }): boolean {
  if (!event_types.includes(type)) return false;
  return company_tags.length === 0 || !company || Object.entries(company.tags ?? {}).some(([key, value]) => company_tags.includes(`${key}:${value}`));
}
