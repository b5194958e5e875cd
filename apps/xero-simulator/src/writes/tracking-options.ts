import { notFound } from '../accounting/problems.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import type { TrackingCategoryRow } from '../books/tracking.js';
import type { Effect, Prepare } from './order.js';

/** Makes an option of a tracking category, or changes the one whose id is given. */
export function prepareTrackingOption(category: TrackingCategoryRow): Prepare {
  return ({ books, id, sent, refuse }) => {
    const option = id === null ? null : (category.options.find(({ number }) => idOf(books, number) === id.toLowerCase()) ?? null);
    if (id !== null && !option) throw notFound();
    const name = sent.text('Name')?.trim();
    if (option === null ? !name : name === '') refuse('The Name of a tracking option must be specified');
    if ((name ?? '').length > 100) refuse('The Name of a tracking option must not be longer than 100 characters');
    const twin = category.options.find(({ number }) => books.optionName(number).toLowerCase() === name?.toLowerCase());
    if (twin && twin !== option) refuse('Please enter a unique Name.');
    const status = sent.choice('Status', ['ACTIVE', 'ARCHIVED'] as const);
    return (): Effect => {
      const made = option ?? { number: books.categories.flatMap(({ options }) => options).length, name: name!, status: 'ACTIVE' as const };
      if (!option) category.options.push(made);
      if (option && name) books.changes.optionNames.set(made.number, name);
      if (status) made.status = status;
      books.changes.renamed++;
      return { id: idOf(books, made.number), created: option === null };
    };
  };
}

/** The category of an id; throws the 404 of an unknown one. */
export function categoryOf(books: Books, id: string): TrackingCategoryRow {
  const found = books.categories.find((_, row) => books.ids.id(Kind.trackingCategory, row) === id.toLowerCase());
  if (!found) throw notFound();
  return found;
}

export function optionWire(books: Books, category: TrackingCategoryRow, id: string): Wire {
  const { number, status } = category.options.find((option) => idOf(books, option.number) === id)!;
  return { TrackingOptionID: id, Name: books.optionName(number), Status: status, HasValidationErrors: false, IsDeleted: false, IsArchived: status === 'ARCHIVED', IsActive: status === 'ACTIVE' };
}

function idOf(books: Books, number: number): string {
  return books.ids.id(Kind.trackingOption, number);
}
