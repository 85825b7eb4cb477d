// Components: sets of inputs that some columns share. Columns of different components have no input
// in common, so each component is a game of its own.

/** Returns the sets of inputs that lists connect which share inputs, each in ascending order. */
export function connectInputs(lists: readonly (readonly number[])[]): number[][] {
  let components: Set<number>[] = [];
  for (const list of lists) {
    if (list.length === 0) continue;
    const merged = new Set(list);
    components = components.filter((component) => {
      const isApart = !list.some((input) => component.has(input));
      if (!isApart) for (const input of component) merged.add(input);
      return isApart;
    });
    components.push(merged);
  }
  return components.map((component) => [...component].sort((a, b) => a - b));
}
