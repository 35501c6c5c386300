// SPDX-License-Identifier: GPL-3.0-or-later
// Tells when files have changed: whichever way an editor writes, and without keeping the process alive.
import fs from 'node:fs';
import path from 'node:path';

/** A file as it is now: the same words, the same file. */
export function stampOf(file) {
    const found = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    return found ? `${file} ${found.mtimeNs} ${found.size}` : `${file} -`;
}

/** Their folders are watched, as most editors put another file in the place of the old one. */
export class Watch {
    constructor(files, changed) {
        const wanted = new Set(files);
        this.watchers = [...new Set(files.map((file) => path.dirname(file)))].flatMap((folder) => {
            try {
                const watcher = fs.watch(folder, { persistent: false }, (_, name) => {
                    if (name === null || wanted.has(path.join(folder, name))) changed();
                });
                watcher.on('error', () => {}); // it went; who asks sees that for himself
                return [watcher];
            } catch {
                return []; // no more of them may be had: the question comes all the same
            }
        });
    }

    close() {
        for (const watcher of this.watchers) watcher.close();
        this.watchers = [];
    }
}
