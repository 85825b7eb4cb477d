// The releases of scikit-learn that are tested, each with packages of its time. The oldest and the
// newest of numpy and pandas that are supported are among them.

export const RELEASES = {
  "1.2.1": ["numpy==1.24.2", "scipy==1.10.1", "pandas==1.5.3"],
  "1.3.2": ["numpy==1.25.2", "scipy==1.11.4", "pandas==2.0.3"],
  "1.4.2": ["numpy==1.26.4", "scipy==1.13.1", "pandas==2.1.4"],
  "1.5.2": ["numpy==2.0.2", "scipy==1.13.1", "pandas==2.2.3"],
  "1.6.1": ["numpy==2.0.2", "scipy==1.13.1", "pandas==2.2.3"],
  "1.7.2": ["numpy==2.3.5", "scipy==1.16.3", "pandas==2.3.3"],
  "1.8.0": ["numpy==2.4.4", "scipy==1.17.1", "pandas==3.0.0"],
  "1.9.1": ["numpy==2.4.6", "scipy==1.17.1", "pandas==3.1.1"],
};

/** What the tests need besides, in the last releases for Python 3.9. */
export const TOOLS = ["pytest==8.4.2", "polars==1.36.1", "pyarrow==21.0.0"];
