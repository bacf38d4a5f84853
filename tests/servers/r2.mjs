// SPDX-License-Identifier: GPL-3.0-or-later
// r2.mjs MODULES PORT FOLDER ACCESS_KEY SECRET_KEY BUCKET...: the R2 simulator, until SIGTERM.
import { createRequire } from "node:module";

const [modules, port, folder, accessKeyId, secretAccessKey, ...buckets] = process.argv.slice(2);
const { Miniflare } = createRequire(modules + "/node_modules/")("miniflare");
const s3Credentials = { accessKeyId, secretAccessKey };

const simulator = new Miniflare({
  host: "127.0.0.1",
  port: Number(port),
  modules: true,
  compatibilityDate: "2025-05-01",
  script: "export default { fetch: () => new Response(null, { status: 404 }) };",
  r2Buckets: Object.fromEntries(buckets.map((id, i) => [`BUCKET_${i}`, { id, s3Credentials }])),
  r2Persist: folder,
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    await simulator.dispose();
    process.exit(0);
  });
}
await simulator.ready;
