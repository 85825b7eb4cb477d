export function tanh(x: number): number {
  return x;
}
