/* The dense loop in C: distance, exp, sum. bench/peers/gcc.js compiles and starts it.

   svr MODEL ROWS, both files of doubles: the numbers of support vectors and of columns, gamma, the intercept, the coefficients, the support
   vectors; and the encoded rows. */

#include <math.h>
#include "serve.h"

static long count, width;
static double gamma_, intercept;
static const double *coefficients, *vectors, *rows;

/* Not inlined: a batch of one row must not become part of the loop around it. */
__attribute__((noinline)) static void predict(long at, long n, double *predictions) {
    for (long r = 0; r < n; r++) {
        const double *row = rows + (at + r) * width;
        double sum = 0;
        for (long i = 0; i < count; i++) {
            const double *vector = vectors + i * width;
            double distance = 0;
            for (long c = 0; c < width; c++) {
                double difference = row[c] - vector[c];
                distance += difference * difference;
            }
            sum += coefficients[i] * exp(-gamma_ * distance);
        }
        predictions[r] = sum + intercept;
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return 1;
    long length;
    const double *model = read_doubles(argv[1], &length);
    count = (long)model[0];
    width = (long)model[1];
    gamma_ = model[2];
    intercept = model[3];
    coefficients = model + 4;
    vectors = coefficients + count;
    rows = read_doubles(argv[2], &length);
    return serve(length / width, predict);
}
