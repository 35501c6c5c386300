// SPDX-License-Identifier: GPL-3.0-or-later
// Says what a Drizzle project's schema.ts declares. Run by core/drizzle/bridge.cpp in a process of its own, which reads
// requests from its standard input, one JSON object a line:
//   {"do": "prepare", "config", "file", "folders", "esbuild"}  all that can be done before the schema is asked for
//   {"do": "schema", "mark", "fresh"}                          evaluates it, once in the process's life
//   {"do": "config", "mark"}                                   what the config says, whatever it is for
//   {"do": "values", "mark", "table", "columns", "rows"}       what its default functions make for new rows
// Answers each mark, whatever the project itself prints, with one line (the mark, the length in bytes) and one JSON
// document. Ends when its input does. Opens no connection and writes nothing but bundles beside itself, in the folder
// that its caller made and removes.
import { answer, answerAtTheEnd, end, fail, muteConsole } from './answer.mjs';
import { requests } from './requests.mjs';

const needed = 18;
const idleMinutes = 15; // then the next one starts anew

async function main() {
    const asked = requests();
    muteConsole();
    const isOld = Number(process.versions.node.split('.')[0]) < needed;
    let project = null;
    for (;;) {
        const idle = setTimeout(end, idleMinutes * 60_000);
        const request = await asked.next();
        clearTimeout(idle);
        if (!request) return end();
        if (isOld) {
            if (!request.mark) continue;
            const message = `Node.js is ${process.version} here, and ${needed} or newer is needed`;
            answer(request.mark, { error: { code: 'node', message } });
        } else if (request.do === 'prepare') {
            // Only now: what these use is not there in older versions.
            const { Project } = await import('./project.mjs');
            project = new Project(request);
            await project.prepare();
            await project.warmUp(() => asked.areWaiting);
        } else if (request.do === 'schema') {
            // Where a module waits for what never comes, the process ends by itself: nothing of ours holds it then.
            asked.rest();
            answerAtTheEnd(request.mark, {
                error: { code: 'ended', message: 'the schema waits for something that never comes', file: project.named },
            });
            answer(request.mark, await project.schema(request.fresh));
            asked.goOn();
        } else if (request.do === 'config') {
            answer(request.mark, project.settings());
        } else {
            const { valuesFor } = await import('./values.mjs');
            answer(request.mark, { values: await valuesFor(project.evaluated, request) });
        }
    }
}

main().catch(fail);
