// SPDX-License-Identifier: GPL-3.0-or-later
// Says what a Drizzle project's schema.ts declares. Run by core/drizzle/bridge.cpp in a process of its own:
//   node main.mjs < {"mark", "folders", "config", "esbuild"}
// Writes, whatever the project itself prints, one line: the mark, the length in bytes, and one JSON document.
// Opens no connection and writes nothing but bundles beside itself, in the folder that its caller made and removes.
import { answer, answerAtTheEnd, fail, muteConsole } from './answer.mjs';

const needed = 18;

async function readRequest() {
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function main() {
    const request = await readRequest();
    muteConsole();
    if (Number(process.versions.node.split('.')[0]) < needed) {
        return answer(request.mark, {
            error: { code: 'node', message: `Node.js is ${process.version} here, and ${needed} or newer is needed` },
        });
    }
    answerAtTheEnd(request.mark, {
        error: { code: 'ended', message: 'the schema waits for something that never comes', file: request.config },
    });
    // Only now: what these use is not there in older versions.
    const { readProject } = await import('./project.mjs');
    answer(request.mark, await readProject(request));
}

main().catch(fail);
