import { z } from 'zod';
import { text } from './fields.js';

export const attachment = z
  .object({
    id: text('Id of the attachment in the source.'),
    name: text('Name of the file, as somebody gave it.').optional(),
    contentType: text('Media type of the file, as somebody declared it.').optional(),
    fileSize: z.number().int().optional().describe('Bytes.'),
    includeWhenSent: z.boolean().optional().describe('Whether the file goes out with the document when that is sent.'),
  })
  .describe('A file that hangs on a record in the source.');

export const attachments = z.object({ attachments: z.array(attachment).describe('All of them.') }).describe('The files of one record.');

export type Attachment = z.infer<typeof attachment>;
export type Attachments = z.infer<typeof attachments>;
