import { z } from 'zod';
import { companyId, connectionId, recordId } from '../api/inputs.js';
import { operation } from '../api/operation.js';

/** The data types of which the wire has attachments. */
const owners = {
  bills: 'a bill',
  customers: 'a customer',
  directCosts: 'a direct cost',
  directIncomes: 'a direct income',
  invoices: 'an invoice',
  suppliers: 'a supplier',
} as const;

export type Owner = keyof typeof owners;

const attachmentId = z.string().min(1).meta({ description: 'Id of the attachment.' });

/** Of every operation that asks the platform while somebody waits. */
const live = {
  403: 'The consent does not cover files, or the person who gave it may not see them.',
  409: 'The connection no longer gives access, or the data type was not pulled yet.',
} as const;
const tooLarge = 'The file is larger than 25 MiB, or the accounting software does not give it.';
const safely = 'It comes with a file name that is safe to save, and never as something that a browser opens. It is handed on while it arrives: a file that breaks off, or that turns out larger than 25 MiB on the way, ends the connection before its end.';

function attachmentsOf(owner: Owner) {
  const one = owners[owner];
  const slug = one.replace(/^an? /, '').replaceAll(' ', '-');
  const path = `/companies/{companyId}/connections/{connectionId}/data/${owner}/{recordId}/attachments`;
  const params = z.object({ companyId, connectionId, recordId });
  const missing = 'There is no such company, connection or record.';
  return {
    list: operation({
      id: `list-${slug}-attachments`,
      method: 'GET',
      path,
      tag: 'Files',
      summary: `List attachments of ${one}`,
      description: `The files of ${one}, as the accounting software has them now.`,
      params,
      success: { status: 200, description: 'The attachments.', body: { schema: 'Attachments', paged: false } },
      refusals: { ...live, 404: missing },
    }),
    get: operation({
      id: `get-${slug}-attachment`,
      method: 'GET',
      path: `${path}/{attachmentId}`,
      tag: 'Files',
      summary: `Get an attachment of ${one}`,
      description: `What the accounting software knows about one file of ${one}.`,
      params: params.extend({ attachmentId }),
      success: { status: 200, description: 'The attachment.', body: { schema: 'Attachment', paged: false } },
      refusals: { ...live, 404: 'There is no such company, connection, record or attachment.' },
    }),
    download: operation({
      id: `download-${slug}-attachment`,
      method: 'GET',
      path: `${path}/{attachmentId}/download`,
      tag: 'Files',
      summary: `Download an attachment of ${one}`,
      description: `The bytes of one file of ${one}. ${safely}`,
      params: params.extend({ attachmentId }),
      success: { status: 200, description: 'The file.', file: ['application/octet-stream'] },
      refusals: { ...live, 404: 'There is no such company, connection, record or attachment.', 422: tooLarge },
    }),
  };
}

export const ownersOfAttachments = (Object.keys(owners) as Owner[]).map((dataType) => ({ dataType, ...attachmentsOf(dataType) }));

export const downloadInvoicePdf = operation({
  id: 'download-invoice-pdf',
  method: 'GET',
  path: '/companies/{companyId}/data/invoices/{recordId}/pdf',
  tag: 'Files',
  summary: 'Download an invoice as PDF',
  description: `The invoice as its customer gets it, named \`invoice-{number}.pdf\`: as application/pdf when the header \`Accept\` names that, else as application/octet-stream. ${safely}`,
  params: z.object({ companyId, recordId }),
  success: { status: 200, description: 'The file.', file: ['application/octet-stream', 'application/pdf'] },
  refusals: { ...live, 404: 'There is no such company or invoice.', 422: tooLarge },
});

export const attachmentOperations = [...ownersOfAttachments.flatMap(({ list, get, download }) => [list, get, download]), downloadInvoicePdf];
