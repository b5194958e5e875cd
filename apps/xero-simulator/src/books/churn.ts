import type { Books } from './books.js';
import { edit, NothingFits } from './control.js';
import { mix } from './dice.js';

/**
 * Moves the books under a reader after a page was served: as many edits as `everyPage` says, drawn from its commands.
 * Without commands it is invoices that move, and only under readers of invoices.
 */
export function churn(books: Books, list: string): void {
  const { edits, commands } = books.everyPage;
  if (commands === null && list !== 'Invoices') return;
  for (let count = 0; count < edits; count++) {
    const luck = mix(books.drawing.options.seed, books.edits, 3);
    try {
      edit(books, commands === null ? { kind: 'invoice.update' } : commands[luck % commands.length]);
    } catch (error) {
      // Small books run out of drafts to approve and the like.
      if (!(error instanceof NothingFits)) throw error;
    }
  }
}
