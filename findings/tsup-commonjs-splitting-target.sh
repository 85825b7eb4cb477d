#!/usr/bin/env bash
# tsup 8.5.1.
#
# Expected: `target: "es2020"` decides the syntax of each output, and ES2020 has `?.` and `??`. Seen:
# it does for ES modules. For CommonJS with `splitting: true`, tsup lets sucrase rewrite the modules,
# and sucrase turns `?.` into calls of a helper with closures. Without splitting, `?.` stays.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund tsup@8.5.1 typescript@5.9.3
echo 'export const length = (list?: string[]): number => list?.at(0)?.length ?? 0;' >index.ts
build() {
  npx tsup index.ts --format "$1" --target es2020 $2 --out-dir "$3" --silent
  if grep -qF '?.' "$3"/index.*js; then echo "$3: has ?."; else echo "$3: has no ?."; fi
}
{
  build esm --splitting esm-splitting
  build cjs --no-splitting cjs-plain
  build cjs --splitting cjs-splitting
} | tee seen
diff seen - <<'TXT'
esm-splitting: has ?.
cjs-plain: has ?.
cjs-splitting: has no ?.
TXT
echo "as described"
