import pg from 'pg';

/** A client that has PostgreSQL explain each statement before it runs, but for copies: they are explained only, and bring nothing. */
export function explaining(client: pg.ClientBase): { client: pg.ClientBase; plans: string[] } {
  const plans: string[] = [];
  const query = async (statement: string | pg.Query | { text: string; values: unknown[] }, bound: unknown[] = []) => {
    const { text, values } = typeof statement === 'string' ? { text: statement, values: bound } : statement as { text: string; values?: unknown[] };
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text.replace(/^copy \((.*)\) to stdout.*$/s, '$1')}`, values ?? []);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    return statement instanceof pg.Query ? statement.emit('end') : client.query(text, values);
  };
  return { client: { query } as unknown as pg.ClientBase, plans };
}
