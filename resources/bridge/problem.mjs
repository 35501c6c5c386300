// SPDX-License-Identifier: GPL-3.0-or-later
// Why a project could not be read: a code for the caller, a clause for people, and a place where there is one.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export class Problem extends Error {
    constructor(code, message, place = {}) {
        super(message);
        this.code = code;
        this.place = place;
    }
}

/** The first frame of a stack that lies in the project's own files. `sourceOf`: see Bundle.sourceOf(). */
function placeOf(stack, bundleFolder, sourceOf) {
    for (const frame of String(stack).split('\n')) {
        const found = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(frame.trim());
        if (!found) continue;
        const place = {
            file: found[1].startsWith('file://') ? fileURLToPath(found[1]) : found[1],
            line: Number(found[2]), column: Number(found[3]),
        };
        const source = place.file.startsWith(bundleFolder + path.sep) ? sourceOf?.(place) : place;
        if (source && !source.file.includes('/node_modules/')) return source;
    }
    return {};
}

const ours = new Set(['stub', 'kit']); // modules that stand in for others: no file of the project
const firstLine = (text) => String(text).split('\n')[0].trim();

/** What esbuild, Node or the project has thrown, as a Problem. */
export function problemOf(error, bundleFolder, doing, sourceOf = null) {
    if (error instanceof Problem) return error;
    const built = error && Array.isArray(error.errors) ? error.errors[0] : null;
    if (built) {
        const at = built.location;
        if (!at || ours.has(at.namespace)) return new Problem('build', firstLine(built.text));
        const place = { file: path.resolve('/', at.file), line: at.line, column: at.column + 1 };
        return new Problem('build', firstLine(built.text), place);
    }
    const words = error instanceof Error ? `${error.name}: ${firstLine(error.message)}` : `threw ${firstLine(error)}`;
    return new Problem(doing, words, placeOf(error && error.stack, bundleFolder, sourceOf));
}
