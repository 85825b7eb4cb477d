// As much of protobuf's wire format as an ONNX file needs: messages, whole numbers, float32 and
// strings.

const VARINT = 0;
const BYTES = 2;
const FLOAT = 5;

/**
 * @param fields [number, value] each. A value is a whole number, a string, a Float32Array (packed),
 * a Uint8Array (a message) or { float }
 */
export function message(...fields) {
  return Buffer.concat(fields.map(([number, value]) => field(number, value)));
}

function field(number, value) {
  if (typeof value === "number") return Buffer.concat([varint((number << 3) | VARINT), varint(value)]);
  if (typeof value === "object" && "float" in value)
    return Buffer.concat([varint((number << 3) | FLOAT), bytesOf(Float32Array.of(value.float))]);
  const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : bytesOf(value);
  return Buffer.concat([varint((number << 3) | BYTES), varint(bytes.length), bytes]);
}

/** Little-endian, as protobuf wants it and every machine that Node runs on has it. */
function bytesOf({ buffer, byteOffset, byteLength }) {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function varint(number) {
  const bytes = [];
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
