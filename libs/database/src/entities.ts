import { ApiKey } from './entities/api-key.entity.js';
import { App } from './entities/app.entity.js';
import { Company } from './entities/company.entity.js';
import { Connection } from './entities/connection.entity.js';
import { Dataset } from './entities/dataset.entity.js';
import { Disconnection } from './entities/disconnection.entity.js';
import { Integration } from './entities/integration.entity.js';
import { LedgerProof } from './entities/ledger-proof.entity.js';
import { LinkAttempt } from './entities/link-attempt.entity.js';
import { Operator } from './entities/operator.entity.js';
import { PortalUser } from './entities/portal-user.entity.js';
import { Reading } from './entities/reading.entity.js';
import { Remapping } from './entities/remapping.entity.js';
import { Session } from './entities/session.entity.js';
import { TokenGrant } from './entities/token-grant.entity.js';

/** Everything that TypeORM manages. Records are not among it: they have their own module. */
export const entities = [
  ApiKey,
  App,
  Company,
  Connection,
  Dataset,
  Disconnection,
  Integration,
  LedgerProof,
  LinkAttempt,
  Operator,
  PortalUser,
  Reading,
  Remapping,
  Session,
  TokenGrant,
];
