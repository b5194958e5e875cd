import type { Books } from './books.js';
import type { Edit } from './edit-context.js';
import { items } from './items.js';
import { Kind } from './record-ids.js';
import { drawnOptions } from './tracking.js';

/** Renames show in documents without changing their UpdatedDateUTC: they carry names of other records. */
const renameContact: Edit = ({ books, command, row, stamp }) => {
  const contact = row(books.contacts);
  books.changes.contacts.set(contact, { ...books.changes.contacts.get(contact), name: command.value ?? `Renamed ${books.edits}` });
  books.changes.renamed++;
  stamp(books.contacts, contact);
  return books.contacts.id(contact);
};

const archiveContact: Edit = ({ books, row, stamp }) => {
  const contact = row(books.contacts, (candidate) => !books.contact(candidate).archived);
  books.changes.contacts.set(contact, { ...books.changes.contacts.get(contact), archived: true });
  stamp(books.contacts, contact);
  return books.contacts.id(contact);
};

const restoreContact: Edit = ({ books, row, stamp }) => {
  const contact = row(books.contacts, (candidate) => books.contact(candidate).archived);
  books.changes.contacts.set(contact, { ...books.changes.contacts.get(contact), archived: false });
  stamp(books.contacts, contact);
  return books.contacts.id(contact);
};

const addContact: Edit = ({ books, command }) => {
  const contact = books.contacts.add(books.now());
  books.changes.contacts.set(contact, { archived: false, ...(command.value === undefined ? {} : { name: command.value }) });
  return books.contacts.id(contact);
};

/** Short lists keep no order: a rename is a new name and a time of change. */
function rename(kind: Kind, stamp: 'account' | 'item' | null, count: number, names: (books: Books) => Map<number, string>): Edit {
  return ({ books, command, dice }) => {
    const row = command.id === undefined ? dice.below(count) : books.ids.indexOf(kind, command.id);
    if (row === null || row >= count) throw new Error(`no record has the id ${command.id}`);
    names(books).set(row, command.value ?? `Renamed ${books.edits}`);
    books.changes.renamed++;
    if (stamp && command.stamped !== false) books.changes.stamps.set(`${stamp}:${row}`, books.now());
    return books.ids.id(kind, row);
  };
}

export const nameEdits: Record<string, Edit> = {
  'contact.rename': renameContact, 'contact.archive': archiveContact, 'contact.restore': restoreContact, 'contact.create': addContact,
  'account.rename': (context) => rename(Kind.account, 'account', context.books.drawing.chart.length, (books) => books.changes.accountNames)(context),
  'item.rename': rename(Kind.item, 'item', items.length, (books) => books.changes.itemNames),
  'trackingOption.rename': rename(Kind.trackingOption, null, drawnOptions, (books) => books.changes.optionNames),
};
