import { defineConfig } from 'drizzle-kit';

console.log('a config that talks');

export default defineConfig({
  dialect: 'sqlite',
  schema: ['./src/db/schema/*.ts', './src/db/extra'],
  out: './migrations',
  casing: 'snake_case',
  dbCredentials: { url: process.env.SHOP_DATABASE! },
});
