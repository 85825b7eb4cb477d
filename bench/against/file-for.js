// The model file that a build takes.

/**
 * Until the file held the factors, the engine found them in the support vectors. The reference, the
 * intervals and the background came later, and no prediction depends on them.
 *
 * @param loadModel of the build
 * @returns the file, without these parts if the build refuses it
 */
export function fileFor(loadModel, file) {
  try {
    loadModel(file);
    return file;
  } catch {
    const { reference, intervals, background, ...rest } = file;
    const { factors, ...regressor } = file.regressor;
    return { ...rest, regressor };
  }
}
