import type { SupportedDataType } from '#accounting/data-types';
import type { ArrivingFile } from './arriving-file.js';
import type { Call } from './call.js';

/** Files that a platform keeps with records, read from it whenever they are asked for. Pure, as the rest of a connector. */
export interface Files {
  /** What the consent has to cover for attachments. */
  readonly scopes: readonly string[];
  /** The data types whose records have attachments. */
  readonly attachedTo: readonly SupportedDataType[];
  attachments(call: Call, owner: FileOwner): Promise<AttachedFile[]>;
  attachment(call: Call, owner: FileOwner, file: AttachedFile, largest: number): Promise<ArrivingFile>;
  /** An invoice as the customer gets it. */
  invoicePdf(call: Call, invoiceId: string, largest: number): Promise<ArrivingFile>;
}

/** The record that a file hangs on. */
export interface FileOwner {
  readonly dataType: SupportedDataType;
  readonly recordId: string;
}

export interface AttachedFile {
  readonly id: string;
  /** As somebody named it: never to be used as a path. */
  readonly name: string | undefined;
  /** As somebody declared it: never to be trusted. */
  readonly contentType: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** Whether it goes out with the document; undefined where that is no question. */
  readonly includeWhenSent: boolean | undefined;
}
