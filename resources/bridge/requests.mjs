// SPDX-License-Identifier: GPL-3.0-or-later
// What the caller asks, line by line. Like main.mjs and answer.mjs, in words that an old Node.js understands, too.

export function requests() {
    const input = process.stdin;
    const waiting = [];
    let rest = '';
    let ended = false;
    let wake = null;
    const tell = () => {
        if (wake) wake();
        wake = null;
    };
    input.setEncoding('utf8');
    input.on('data', (chunk) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop();
        waiting.push(...lines.filter((line) => line !== ''));
        tell();
    });
    for (const event of ['end', 'error', 'close']) {
        input.on(event, () => {
            ended = true;
            tell();
        });
    }
    return {
        /** The next one; null: there will be none. */
        async next() {
            while (waiting.length === 0 && !ended) await new Promise((done) => (wake = done));
            return waiting.length > 0 ? JSON.parse(waiting.shift()) : null;
        },
        /** Whether somebody waits for an answer. */
        get areWaiting() {
            return waiting.length > 0 || ended;
        },
        /** Does not keep the process alive until goOn(). */
        rest() {
            if (input.unref) input.unref();
        },
        goOn() {
            if (input.ref) input.ref();
        },
    };
}
