import { build, install } from './prepare.mjs';

install();
build();
await import('../dist/apps/launcher/src/main.js');
