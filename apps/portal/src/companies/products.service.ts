import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { DataType } from '#accounting/data-types';
import { Tenants } from '#database/tenant';
import { appendCompanyEvent } from '#events/append';
import { conflict, notFound } from '#platform/errors';
import { RefreshService } from '#sync/refresh.service';
import { noCompany } from '../api/inputs.js';

const mostProducts = 50;

/** Which of an operator's products a company uses. */
@Injectable()
export class CompanyProducts {
  constructor(@Inject(Tenants) private readonly tenants: Tenants, private readonly refreshes: RefreshService) {}

  add(operatorId: string, companyId: string, product: string): Promise<void> {
    return this.change(operatorId, companyId, async (client, products) => {
      if (products.includes(product)) return;
      if (products.length >= mostProducts) throw conflict(`The company has ${mostProducts} products already.`);
      await this.store(client, { operatorId, companyId }, [...products, product], { type: 'company.product.added', product });
    });
  }

  remove(operatorId: string, companyId: string, product: string): Promise<void> {
    return this.change(operatorId, companyId, async (client, products) => {
      if (!products.includes(product)) throw missing(product);
      await this.store(client, { operatorId, companyId }, products.filter((each) => each !== product), { type: 'company.product.removed', product });
    });
  }

  async refresh(operatorId: string, companyId: string, product: string, dataTypes: readonly DataType[] | null | undefined): Promise<void> {
    await this.change(operatorId, companyId, (_, products) => {
      if (!products.includes(product)) throw missing(product);
      return Promise.resolve();
    });
    if (!dataTypes) return this.refreshes.all(operatorId, companyId, {});
    for (const dataType of new Set(dataTypes)) await this.refreshes.byType(operatorId, companyId, dataType, {});
  }

  private async change(operatorId: string, companyId: string, work: (client: pg.ClientBase, products: readonly string[]) => Promise<void>): Promise<void> {
    await this.tenants.sql(operatorId, async (client) => {
      const { rows: [company] } = await client.query<{ products: string[] }>('select products from company where operator_id = $1 and id = $2 for no key update', [operatorId, companyId]);
      if (!company) throw notFound(noCompany(companyId));
      await work(client, company.products);
    });
  }

  private async store(
    client: pg.ClientBase, { operatorId, companyId }: { operatorId: string; companyId: string }, products: readonly string[],
    { type, product }: { type: 'company.product.added' | 'company.product.removed'; product: string },
  ): Promise<void> {
    await client.query('update company set products = $3 where operator_id = $1 and id = $2', [operatorId, companyId, products]);
    await appendCompanyEvent(client, operatorId, companyId, type, { product: { productId: product, productName: product, products } });
  }
}

const missing = (product: string) => notFound(`No product was found with ID ${product}`);
