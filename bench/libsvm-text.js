// The SVR as a file of libsvm's own format, for libsvm-js. Zeros are left out, as libsvm does. A
// row without any keeps its last column.

/** @returns the text of the model file */
export function writeLibsvm({ vectors, dualCoef, gamma, intercept, width }) {
  const lines = [
    "svm_type epsilon_svr",
    "kernel_type rbf",
    `gamma ${gamma}`,
    "nr_class 2",
    `total_sv ${dualCoef.length}`,
    `rho ${-intercept}`,
    "SV",
  ];
  dualCoef.forEach((coefficient, i) => {
    const cells = [];
    for (let c = 0; c < width; c++) {
      const value = vectors[i * width + c];
      if (value !== 0 || c === width - 1) cells.push(`${c + 1}:${value}`);
    }
    lines.push(`${coefficient} ${cells.join(" ")}`);
  });
  return `${lines.join("\n")}\n`;
}
