// Answers with the npm package `age-encryption`, and the test kit of `cctv-age`, one JSON document a line. The first argument is the
// folder that they were installed into.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const load = async (name) => {
    const folder = join(process.argv[2], "node_modules", name);
    const { main } = JSON.parse(readFileSync(join(folder, "package.json")));
    return import(pathToFileURL(join(folder, main)));
};

const age = await load("age-encryption");
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

const tasks = {
    async generate() {
        const identity = await age.generateHybridIdentity();
        return { identity, recipient: await age.identityToRecipient(identity) };
    },
    async seal({ recipient, plain, armored }) {
        const encrypter = new age.Encrypter();
        encrypter.addRecipient(recipient);
        const file = await encrypter.encrypt(bytes(plain));
        return { file: armored ? hex(Buffer.from(age.armor.encode(file))) : hex(file) };
    },
    async open({ identity, file }) {
        const decrypter = new age.Decrypter();
        decrypter.addIdentity(identity);
        return { plain: hex(await decrypter.decrypt(age.armor.decode(Buffer.from(file, "hex").toString()))) };
    },
    async kit() {
        const kit = await load("cctv-age");
        const all = Object.entries(kit.default ?? kit).filter(([name]) => name.includes("hybrid"));
        return Object.fromEntries(all.map(([name, file]) => [name, hex(file)]));
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    console.log(JSON.stringify(await tasks[request.task](request).catch((error) => ({ error: String(error) }))));
}
