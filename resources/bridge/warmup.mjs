// SPDX-License-Identifier: GPL-3.0-or-later
// What a process that stands by does with its time: it runs drizzle-orm and our own code over a schema made up here, so
// that both are compiled by the time the project's schema comes. Nothing of the project runs.
import { describe } from './describe.mjs';

/** `imports`: what a bundle imports beside the project's files. */
export async function warmUp({ bundler, imports, folder, casing, major, system }) {
    const { exports } = await bundler.run(imports + system.warmUp, 'warmup', folder);
    describe({ exports, files: ['warmup'], casing, major, system });
}
