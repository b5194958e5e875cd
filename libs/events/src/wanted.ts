/** Whether the consumer `w` is to be told of the event `e`, in SQL. Events that are not about a company pass every filter of companies. */
export const wanted = `e.type = any(w.event_types) and (cardinality(w.company_tags) = 0 or e.subject -> 'company' is null or exists (
  select from jsonb_each_text(case jsonb_typeof(e.subject #> '{company,tags}') when 'object' then e.subject #> '{company,tags}' else '{}' end) t
  where t.key || ':' || t.value = any(w.company_tags)))`;
