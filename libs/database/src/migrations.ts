import { Foundation1763769600000 } from './migrations/1763769600000-foundation.js';
import { Access1763773200000 } from './migrations/1763773200000-access.js';
import { LoginThrottle1763776800000 } from './migrations/1763776800000-login-throttle.js';
import { SecondReading1763780400000 } from './migrations/1763780400000-second-reading.js';
import { ManySources1763784000000 } from './migrations/1763784000000-many-sources.js';
import { Deltas1763787600000 } from './migrations/1763787600000-deltas.js';
import { RecordVersions1763789400000 } from './migrations/1763789400000-record-versions.js';
import { Consents1763809200000 } from './migrations/1763809200000-consents.js';
import { RecordStatistics1763813000000 } from './migrations/1763813000000-record-statistics.js';
import { FinishedRemappings1763813001000 } from './migrations/1763813001000-finished-remappings.js';
import { AppTokens1763816400000 } from './migrations/1763816400000-app-tokens.js';
import { RefusedKeys1763820000000 } from './migrations/1763820000000-refused-keys.js';
import { FairShares1763827200000 } from './migrations/1763827200000-fair-shares.js';
import { Findings1763830800000 } from './migrations/1763830800000-findings.js';
import { SyncSettings1763834400000 } from './migrations/1763834400000-sync-settings.js';
import { SyncSchedule1763838000000 } from './migrations/1763838000000-sync-schedule.js';
import { SyncWindows1763841600000 } from './migrations/1763841600000-sync-windows.js';
import { SyncOrder1763842200000 } from './migrations/1763842200000-sync-order.js';
import { JournalsApproval1763842800000 } from './migrations/1763842800000-journals-approval.js';
import { Probes1763843400000 } from './migrations/1763843400000-probes.js';
import { SettledDays1763844600000 } from './migrations/1763844600000-settled-days.js';
import { Reserves1763847600000 } from './migrations/1763847600000-reserves.js';
import { LedgerProofs1763850600000 } from './migrations/1763850600000-ledger-proofs.js';
import { ApiKeys1763853600000 } from './migrations/1763853600000-api-keys.js';
import { IdempotentRequests1763853660000 } from './migrations/1763853660000-idempotent-requests.js';
import { AllowedOrigins1763853720000 } from './migrations/1763853720000-allowed-origins.js';
import { Profile1763853780000 } from './migrations/1763853780000-profile.js';
import { RequestCounts1763853840000 } from './migrations/1763853840000-request-counts.js';
import { Webhooks1763857800000 } from './migrations/1763857800000-webhooks.js';
import { MappingEditions1763899200000 } from './migrations/1763899200000-mapping-editions.js';
import { IncomingWebhooks1763902800000 } from './migrations/1763902800000-incoming-webhooks.js';
import { ChangeFeed1763906400000 } from './migrations/1763906400000-change-feed.js';
import { Redeliveries1763910000000 } from './migrations/1763910000000-redeliveries.js';
import { ToldLimits1763913600000 } from './migrations/1763913600000-told-limits.js';
import { CompanyProducts1763913660000 } from './migrations/1763913660000-company-products.js';
import { SqlReaders1763917200000 } from './migrations/1763917200000-sql-readers.js';
import { OperatorsOwnData1763920800000 } from './migrations/1763920800000-operators-own-data.js';
import { AppWrites1763924400000 } from './migrations/1763924400000-app-writes.js';
import { Pushes1763928000000 } from './migrations/1763928000000-pushes.js';
import { LargeBooks1763938800000 } from './migrations/1763938800000-large-books.js';

/** Every migration, in order. */
export const migrations = [
  Foundation1763769600000,
  Access1763773200000,
  LoginThrottle1763776800000,
  SecondReading1763780400000,
  ManySources1763784000000,
  Deltas1763787600000,
  RecordVersions1763789400000,
  Consents1763809200000,
  RecordStatistics1763813000000,
  FinishedRemappings1763813001000,
  AppTokens1763816400000,
  RefusedKeys1763820000000,
  FairShares1763827200000,
  Findings1763830800000,
  SyncSettings1763834400000,
  SyncSchedule1763838000000,
  SyncWindows1763841600000,
  SyncOrder1763842200000,
  JournalsApproval1763842800000,
  Probes1763843400000,
  SettledDays1763844600000,
  Reserves1763847600000,
  LedgerProofs1763850600000,
  ApiKeys1763853600000,
  IdempotentRequests1763853660000,
  AllowedOrigins1763853720000,
  Profile1763853780000,
  RequestCounts1763853840000,
  Webhooks1763857800000,
  MappingEditions1763899200000,
  IncomingWebhooks1763902800000,
  ChangeFeed1763906400000,
  Redeliveries1763910000000,
  ToldLimits1763913600000,
  CompanyProducts1763913660000,
  SqlReaders1763917200000,
  OperatorsOwnData1763920800000,
  AppWrites1763924400000,
  Pushes1763928000000,
  LargeBooks1763938800000,
];
