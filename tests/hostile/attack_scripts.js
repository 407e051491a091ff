// Reads [[source, flags, [[start, repeated, end], ...]], ...] as JSON; prints the index of each pattern before its attack.
// The attacks that take longest on short texts are then made long, as in `attacks.py`.
const PROBE = 800, LENGTH = Number(process.argv[2]), WORST = 2;
const text = ([start, repeated, end], length) => start + repeated.repeat(length / repeated.length) + end;
const seconds = (pattern, subject) => {
  const start = performance.now();
  subject.replace(pattern, "$&");
  return performance.now() - start;
};
for (const [index, [source, flags, attacks]] of JSON.parse(require("fs").readFileSync(0, "utf-8")).entries()) {
  require("fs").writeSync(1, `${index}\n`);
  const pattern = new RegExp(source, flags.includes("g") ? flags : `${flags}g`);
  const timed = attacks.map((attack) => [seconds(pattern, text(attack, PROBE)), attack]);
  for (const [, attack] of timed.sort(([one], [other]) => other - one).slice(0, WORST)) seconds(pattern, text(attack, LENGTH));
}
