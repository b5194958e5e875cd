import type { Company } from '#database/entities/company.entity';
import type { Connection } from '#database/entities/connection.entity';
import { z } from 'zod';
import { connectionSchema, toConnectionView } from '../connections/connection-view.js';

export const tagsSchema = z.record(z.string(), z.string());

export const companySchema = z.object({
  id: z.uuid().meta({ description: 'Id of the company.' }),
  name: z.string().meta({ description: 'Its name; need not be unique.' }),
  description: z.string().optional().meta({ description: 'Whatever you want to say about it.' }),
  redirect: z.string().meta({ description: 'The Link URL: where the company\'s own person connects its accounting software.' }),
  lastSync: z.string().optional().meta({ description: 'Last successful pull of any of its connections (UTC).' }),
  created: z.string().meta({ description: 'When it was created (UTC).' }),
  createdByUserName: z.string().nullable().meta({ description: 'Who created it; null when an API key did.' }),
  dataConnections: z.array(connectionSchema).meta({ description: 'Its connections, oldest first.' }),
  products: z.array(z.string()).meta({ description: 'Your products that it uses, oldest first.' }),
  tags: tagsSchema.optional().meta({ description: 'Your own labels.' }),
}).meta({ description: 'A customer of yours, whose accounting software is connected.' });

export type CompanyView = z.output<typeof companySchema>;

export function toCompanyView(company: Company, connections: Connection[], publicUrl: string): CompanyView {
  const syncs = connections.flatMap(({ lastSyncAt }) => (lastSyncAt ? [lastSyncAt.getTime()] : []));
  return {
    id: company.id,
    name: company.name,
    redirect: `${publicUrl}/link/company/${company.id}`,
    created: company.createdAt.toISOString(),
    createdByUserName: company.createdByUserName,
    dataConnections: connections.map((connection) => toConnectionView(connection, publicUrl)),
    products: company.products,
    ...(company.description === null ? {} : { description: company.description }),
    ...(company.tags && Object.keys(company.tags).length > 0 ? { tags: company.tags } : {}),
    ...(syncs.length > 0 ? { lastSync: new Date(Math.max(...syncs)).toISOString() } : {}),
  };
}
