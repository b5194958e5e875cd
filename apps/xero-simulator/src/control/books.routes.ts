import type { FastifyInstance } from 'fastify';
import { edit, truth, truthRows } from '../books/control.js';
import { truthKinds } from '../books/truth.js';
import type { Bookshelf } from '../gate/bookshelf.js';
import type { World } from '../identity/world.js';
import { booksChange } from './commands.js';
import { command, ControlError, found } from './control.js';

type ById = { Params: { id: string } };

/** Control of an organisation's books: what they hold, and changes that a person in Xero would make. */
export function booksRoutes(scope: FastifyInstance, world: World, shelf: Bookshelf): void {
  const booksOf = (id: string) => shelf.of(found(world.organisations.get(id.toLowerCase()), 'organisation'));

  scope.get<ById>('/simulator/organisations/:id/truth', (request) => truth(booksOf(request.params.id)));
  scope.get<{ Params: { id: string; kind: string } }>('/simulator/organisations/:id/truth/:kind', (request) => {
    const kind = found(truthKinds.find((known) => known === request.params.kind), 'kind of record');
    return [...truthRows(booksOf(request.params.id), kind)];
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
    const { editsPerPage, edits, highVolumeLimit } = command(booksChange, request.body);
    if (editsPerPage !== undefined) books.everyPage.edits = editsPerPage;
    if (edits !== undefined) books.everyPage.commands = edits;
    if (highVolumeLimit !== undefined) books.highVolumeLimit = highVolumeLimit;
    return { editsPerPage: books.everyPage.edits, edits: books.everyPage.commands, highVolumeLimit: books.highVolumeLimit };
  });
}
