// A place to drop a file, with a button that opens the file chooser.

/**
 * Listens for files.
 *
 * @param zone takes dropped files, and holds an `input type=file`
 * @param onFile gets the first file that was dropped or chosen
 */
export function acceptFiles(zone: HTMLElement, onFile: (file: File) => void): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]")!;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    // Choosing the same file again, once it was corrected, is a change too.
    input.value = "";
    if (file) onFile(file);
  });
  const highlight = (on: boolean) => zone.classList.toggle("is-target", on);
  zone.addEventListener("dragover", () => highlight(true));
  zone.addEventListener("dragleave", () => highlight(false));
  zone.addEventListener("drop", (event) => {
    highlight(false);
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file);
  });
}

/** Keeps the browser from leaving the page for a file that was dropped beside its place. */
export function keepPageOnDrop(): void {
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
}
