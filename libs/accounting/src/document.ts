/**
 * What every canonical document has in common; the models add the rest. All four are absent on some data types:
 * `company` has no id of its own, tracking categories carry neither metadata nor a source date.
 *
 * A connector sets `id`, `sourceModifiedDate` and `metadata`. `modifiedDate` is the platform's own time: whoever stores
 * the document sets it, and only when the document changed.
 */
export interface CanonicalDocument {
  readonly id?: string | undefined;
  /** UTC with `Z`, whole seconds: when this platform last changed the document. */
  readonly modifiedDate?: string | undefined;
  /** UTC without any suffix, cut to whole seconds: when the source last changed the record. */
  readonly sourceModifiedDate?: string | undefined;
  readonly metadata?: { readonly isDeleted?: boolean | undefined } | undefined;
}
