import { type Comparison, parseSyntax, type QueryNode, QuerySyntaxError } from '#accounting/query-syntax';
import type { Parameters } from '#records/query-sql';
import { invalid } from '#platform/errors';

/**
 * The condition of the `tags` parameter: `region = uk && team != sales`. Keys are matched exactly, values regardless of
 * case; a company without the tag is different from every value.
 */
export function tagsCondition(text: string, parameters: Parameters): string {
  const comparisons = readTags(text);
  return comparisons.map((comparison) => oneTag(comparison, parameters)).join(' and ');
}

function oneTag({ path, operator, value }: Comparison, parameters: Parameters): string {
  const tag = `lower(c.tags ->> ${parameters.bind(path)})`;
  const wanted = `lower(${parameters.bind(value)}::text)`;
  if (operator === '~') return `strpos(${tag}, ${wanted}) > 0`;
  return operator === '=' ? `${tag} = ${wanted}` : `${tag} is distinct from ${wanted}`;
}

function readTags(text: string): Comparison[] {
  const comparisons = flat(parsed(text));
  const usable = comparisons?.every(({ operator }) => operator === '=' || operator === '!=' || operator === '~');
  if (!comparisons || !usable) throw refused('takes =, != and ~, joined by &&');
  return comparisons;
}

function parsed(text: string): QueryNode {
  try {
    return parseSyntax(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw refused(error.message);
    throw error;
  }
}

function flat(node: QueryNode): Comparison[] | undefined {
  if (node.kind === 'comparison') return [node];
  if (node.kind === 'or') return undefined;
  const parts = node.nodes.map(flat);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

const refused = (message: string) => invalid('Error parsing query - Malformed query.', [{ field: 'tags', message }]);
