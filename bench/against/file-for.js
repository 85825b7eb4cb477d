// The model file that a build takes.

/**
 * Until the file held the factors, the engine found them in the support vectors. Until it held the
 * reference, nothing was compared with one.
 *
 * @param loadModel of the build
 * @returns the file, without both if the build refuses it
 */
export function fileFor(loadModel, file) {
  try {
    loadModel(file);
    return file;
  } catch {
    const { reference, ...rest } = file;
    const { factors, ...regressor } = file.regressor;
    return { ...rest, regressor };
  }
}
