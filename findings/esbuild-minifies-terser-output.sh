#!/usr/bin/env bash
# esbuild 0.28.2, terser 5.51.4, minisearch 7.2.0.
#
# Expected: a library that is published minified by terser keeps its compressed size when esbuild
# bundles and minifies it again, because little is left to do. Seen: the file stays within 1 % of its
# length, but gzip compresses it 4 % worse, so that it is as large as if esbuild alone had minified
# it. Size checks that bundle with esbuild, such as size-limit's preset, show no gain by terser.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund esbuild@0.28.2 terser@5.51.4 minisearch@7.2.0
echo 'import * as all from "minisearch"; globalThis.all = all;' >entry.mjs
npx esbuild entry.mjs --bundle --format=esm --outfile=bundle.js --log-level=error
npx esbuild bundle.js --minify --format=esm --outfile=esbuild.js --log-level=error
npx terser bundle.js --module --compress passes=2,ecma=2020 --mangle --ecma 2020 --output terser.js
npx esbuild terser.js --minify --format=esm --outfile=both.js --log-level=error
size() { gzip -9c "$1" | wc -c; }
{
  echo "length, both ÷ terser in percent: $(($(wc -c <both.js) * 100 / $(wc -c <terser.js)))"
  echo "gzip, both ÷ terser in percent: $(($(size both.js) * 100 / $(size terser.js)))"
  echo "gzip, both ÷ esbuild in percent: $(($(size both.js) * 100 / $(size esbuild.js)))"
} | tee seen
diff seen - <<'TXT'
length, both ÷ terser in percent: 100
gzip, both ÷ terser in percent: 104
gzip, both ÷ esbuild in percent: 99
TXT
echo "as described"
