// One process that asks for a grant's token when it is told to, built from the compiled product. Settings come as JSON in
// REFRESH_ORDER: appUrl, platformUrl, operatorId, grantId, rootKey, and dieAt "beforeSave" for a process that is killed
// with the platform's answer in hand and nothing of it stored.
import { createHash } from 'node:crypto';
import { createDataSource } from '#database/data-source';
import { createSqlPool } from '#database/sql-pool';
import { Tenants } from '#database/tenant';
import { GrantRows } from '#grants/grant-rows';
import { Grants } from '#grants/grants.service';
import { Platforms } from '#grants/platforms';
import { TokenEndpoint } from '#grants/token-endpoint';
import { Vault } from '#vault/vault';

const order = JSON.parse(process.env.REFRESH_ORDER);

class DyingEndpoint extends TokenEndpoint {
  async refresh(...parts) {
    await super.refresh(...parts);
    process.kill(process.pid, 'SIGKILL');
  }
}

const dataSource = await createDataSource({ url: order.appUrl, poolSize: 1 }).initialize();
const tenants = new Tenants(dataSource, createSqlPool({ url: order.appUrl, poolSize: 3 }));
const vault = new Vault([order.rootKey]);
const platforms = new Platforms({ gbol: { loginUrl: order.platformUrl, identityUrl: order.platformUrl, apiUrl: order.platformUrl } });
const Endpoint = order.dieAt === 'beforeSave' ? DyingEndpoint : TokenEndpoint;
const grants = new Grants(new GrantRows(tenants, vault), new Endpoint(tenants, vault, platforms), platforms);

process.on('message', async () => {
  try {
    const tokens = await Promise.all(Array.from({ length: 5 }, () => grants.accessToken(order.operatorId, order.grantId)));
    process.send({ tokens: tokens.map((token) => createHash('sha256').update(token).digest('hex')) });
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.send({ ready: true });
