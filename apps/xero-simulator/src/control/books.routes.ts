import type { FastifyInstance } from 'fastify';
import { recordOf } from '../accounting/answer.js';
import { currencySums, edit, truth, truthRows } from '../books/control.js';
import { truthKinds } from '../books/truth.js';
import { Kind } from '../books/record-ids.js';
import type { Bookshelf } from '../gate/bookshelf.js';
import type { World } from '../identity/world.js';
import { reportSettings } from '../reports/report-settings.js';
import { booksChange, misstatementCommand, writesQuery } from './commands.js';
import { command, ControlError, found } from './control.js';

type ById = { Params: { id: string } };

/** Control of an organisation's books: what they hold, and changes that a person in Xero would make. */
export function booksRoutes(scope: FastifyInstance, world: World, shelf: Bookshelf): void {
  const booksOf = (id: string) => shelf.of(found(world.organisations.get(id.toLowerCase()), 'organisation'));

  scope.get<ById>('/simulator/organisations/:id/truth', (request) => truth(booksOf(request.params.id)));
  scope.get<ById>('/simulator/organisations/:id/sums', (request) => currencySums(booksOf(request.params.id)));
  scope.get<{ Params: { id: string; kind: string } }>('/simulator/organisations/:id/truth/:kind', (request) => {
    const kind = found(truthKinds.find((known) => known === request.params.kind), 'kind of record');
    return [...truthRows(booksOf(request.params.id), kind)];
  });

  /** What callers of the API wrote, oldest first: what they sent, and the record as it stands now. */
  scope.get<ById>('/simulator/organisations/:id/writes', (request) => {
    const books = booksOf(request.params.id);
    const { last, list } = command(writesQuery, request.query);
    const entries = books.changes.written.log.filter((entry) => list === undefined || entry.list === list);
    return entries.slice(-last).map(({ at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry, record: recordOf(books, entry) }));
  });

  /** One edit, or a list of them; the answer has the same shape. */
  scope.post<ById>('/simulator/organisations/:id/edits', (request) => {
    const books = booksOf(request.params.id);
    try {
      return Array.isArray(request.body) ? request.body.map((one) => edit(books, one)) : edit(books, request.body);
    } catch (error) {
      throw new ControlError(400, (error as Error).message);
    }
  });

  scope.patch<ById>('/simulator/organisations/:id/books', (request) => {
    const books = booksOf(request.params.id);
    const { editsPerPage, edits, highVolumeLimit, reportLayout } = command(booksChange, request.body);
    if (editsPerPage !== undefined) books.everyPage.edits = editsPerPage;
    if (edits !== undefined) books.everyPage.commands = edits;
    if (highVolumeLimit !== undefined) books.highVolumeLimit = highVolumeLimit;
    if (reportLayout !== undefined) reportSettings(books).layout = reportLayout;
    return { editsPerPage: books.everyPage.edits, edits: books.everyPage.commands, highVolumeLimit: books.highVolumeLimit, reportLayout: reportSettings(books).layout };
  });

  /** Reports that say something else than the documents, by so many hundredths on one account. */
  scope.put<ById>('/simulator/organisations/:id/misstatement', (request) => {
    const books = booksOf(request.params.id);
    const { account, cents, reports } = command(misstatementCommand, request.body);
    const { chart } = books.drawing;
    const row = chart.findIndex(({ code, name }, place) => [code, name, books.ids.id(Kind.account, place)].includes(account));
    if (row < 0) throw new ControlError(404, 'There is no such account.');
    reportSettings(books).misstatement = { account: row, cents, reports };
    return { accountId: books.ids.id(Kind.account, row), code: chart[row].code, name: books.accountName(row), cents, reports };
  });
  scope.delete<ById>('/simulator/organisations/:id/misstatement', (request, reply) => {
    reportSettings(booksOf(request.params.id)).misstatement = null;
    return reply.code(204).send();
  });
}
