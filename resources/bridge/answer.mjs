// SPDX-License-Identifier: GPL-3.0-or-later
// The one way out: a document between whatever the project writes to its standard output.
import { writeSync } from 'node:fs';

const exit = process.exit.bind(process);

/** What a project prints is not for us, nor is its failing later on, nor may it end the process. */
export function muteConsole() {
    process.on('uncaughtException', () => {});
    process.on('unhandledRejection', () => {});
    process.exit = () => {
        throw new Error('process.exit() is called');
    };
    const nothing = () => {};
    for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table']) console[name] = nothing;
    const swallow = (_chunk, encoding, done) => {
        const called = typeof encoding === 'function' ? encoding : done;
        if (called) called();
        return true;
    };
    process.stdout.write = swallow;
    process.stderr.write = swallow;
}

let atTheEnd = null;

/** What is answered where the process ends before it could say anything else. */
export function answerAtTheEnd(mark, document) {
    atTheEnd = () => answer(mark, document);
    process.once('exit', () => {
        if (atTheEnd) atTheEnd();
    });
}

/** Writes all of it, whatever the project does with its standard output. */
export function answer(mark, document) {
    atTheEnd = null;
    const json = Buffer.from(JSON.stringify({ bridge: 1, node: process.version, ...document }), 'utf8');
    const all = Buffer.concat([Buffer.from(`\n${mark} ${json.length}\n`, 'utf8'), json, Buffer.from('\n')]);
    for (let at = 0; at < all.length; ) {
        try {
            at += writeSync(1, all, at);
        } catch (error) {
            if (error.code !== 'EAGAIN') throw error; // a pipe that is full for now
        }
    }
}

/** Whatever timers or sockets the project has left open. */
export function end() {
    process.removeAllListeners('exit');
    exit(0);
}

/** For what is wrong with us, not with the project: for the caller's details. */
export function fail(error) {
    process.removeAllListeners('exit');
    writeSync(2, String((error && error.stack) || error));
    exit(1);
}
