import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    // Tests read the messages that `npm run messages` has made; watching them would keep the test run from ending.
    !process.env.VITEST &&
      paraglideVitePlugin({
        project: './project.inlang',
        outdir: './src/i18n/generated',
        strategy: ['globalVariable', 'baseLocale'],
      }),
    svelte(),
  ],
  resolve: {
    alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) },
  },
  server: { port: 5173, strictPort: true },
  build: {
    // WebKitGTK 2.44, the oldest that the desktop shell supports, is Safari 17.4.
    target: 'safari17.4',
    // The content security policy allows fonts from files only, so none may become a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ['src/**/*.test.ts'] },
});
