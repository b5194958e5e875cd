import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const portal = 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    // The portal's content security policy allows no data: URLs, so every asset stays a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/portal/api', '/link/api', '/link/connections', '/oauth'].map((path) => [path, portal]),
    ),
  },
});
