import { createHash } from 'node:crypto';
import { applicationRole, booksOwner, booksReader } from '#database/roles';
import pg from 'pg';
import { bookRows, booksViews } from './views.js';

/** Two processes that prepare at once take turns under this advisory lock. */
const turn = 4_711_004;

/**
 * Lays or renews schema `books`, which consumers read with SQL, as the database's owner, after the migrations. Without the
 * right to create roles it is left out; the portal then says that there is none. Roles of consumers keep their passwords.
 */
export async function prepareBooks(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [turn]);
    const { rows: [{ allowed }] } = await client.query<{ allowed: boolean }>('select rolcreaterole or rolsuper as allowed from pg_roles where rolname = current_user');
    if (!allowed) return;
    await closeDatabase(client);
    if (await isCurrent(client)) return;
    for (const role of [booksOwner, booksReader]) await createRole(client, role);
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query(`comment on schema books is '${edition}'`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function isCurrent(client: pg.Client): Promise<boolean> {
  const { rows: [{ comment }] } = await client.query<{ comment: string | null }>(`select obj_description(to_regnamespace('books'), 'pg_namespace') as comment`);
  return comment === edition;
}

/** Temporary tables fill a disk that is everybody's. The queue makes some. */
async function closeDatabase(client: pg.Client): Promise<void> {
  const database = client.escapeIdentifier(client.database!);
  await client.query(`revoke temporary, create on database ${database} from public; grant temporary on database ${database} to ${applicationRole}`);
}

/** Roles belong to the whole server: another database of it may have made them already. */
async function createRole(client: pg.Client, role: string): Promise<void> {
  await client.query(`create role ${role} nologin`).catch((error: Error & { code?: string }) => {
    if (error.code !== '42710' && error.code !== '23505') throw error;
  });
}

const own = 'using (operator_id = (select directory.sql_operator()))';

/**
 * The views' owner is neither the tables' nor anybody's: what row level security shows it is what the views show. No policy of
 * another role is of use to it, because the restrictive one holds beside all others. The database's owner must not stay a
 * member, or the policies would be for it too.
 */
const statements = [
  `set local lock_timeout = '10s'`,
  `select directory.end_stray_sql('0')`,
  `drop schema if exists books cascade`,
  `drop view if exists directory.book_rows cascade`,
  `drop policy if exists books on record`,
  `drop policy if exists books_only on record`,
  `grant ${booksOwner} to current_user`,
  `grant usage on schema public, directory to ${booksOwner}`,
  `grant select (operator_id, connection_id, data_type, source_id, document, is_deleted, modified_at) on record to ${booksOwner}`,
  `create policy books on record for select to ${booksOwner} ${own}`,
  `create policy books_only on record as restrictive for select to ${booksOwner} ${own}`,
  `grant execute on function directory.sql_operator, directory.sql_companies, directory.sql_connections to ${booksOwner}, ${booksReader}`,
  `create schema books`,
  `grant create, usage on schema books to ${booksOwner}`,
  `grant create on schema directory to ${booksOwner}`,
  bookRows,
  `alter view directory.book_rows owner to ${booksOwner}`,
  ...booksViews().flatMap(({ name, sql }) => [
    `create view books.${name} as ${sql}`, `alter view books.${name} owner to ${booksOwner}`, `grant select on books.${name} to ${booksReader}`,
  ]),
  `revoke create on schema books from ${booksOwner}`,
  `revoke create on schema directory from ${booksOwner}`,
  `grant usage on schema books to ${booksReader}`,
  `revoke ${booksOwner} from current_user`,
];

/** Views are laid anew only when something about them is new: that ends what consumers are reading. */
const edition = createHash('sha256').update(statements.join(';')).digest('hex');
