// The model file that a build takes.

/**
 * Until the file held the factors, the engine found them in the support vectors.
 *
 * @param loadModel of the build
 * @returns the file, without the factors if the build refuses it
 */
export function fileFor(loadModel, file) {
  try {
    loadModel(file);
    return file;
  } catch {
    const { factors, ...regressor } = file.regressor;
    return { ...file, regressor };
  }
}
