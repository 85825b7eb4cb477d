/* The dense loop in C: distance, exp, sum. bench/peers/gcc.js compiles and starts it; bench/peers/child.js says what it is asked.

   svr MODEL ROWS, both files of doubles: the numbers of support vectors and of columns, gamma, the intercept, the coefficients, the support
   vectors; and the encoded rows. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long count, width;
static double gamma_, intercept;
static const double *coefficients, *vectors;

/* Not inlined: a batch of one row must not become part of the loop around it. */
__attribute__((noinline)) static void predict(const double *rows, long n, double *predictions) {
    for (long r = 0; r < n; r++) {
        const double *row = rows + r * width;
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

static double *read_doubles(const char *name, long *length) {
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END)) exit(1);
    *length = ftell(file) / (long)sizeof(double);
    rewind(file);
    double *numbers = malloc(*length * sizeof(double));
    if (!numbers || fread(numbers, sizeof(double), *length, file) != (size_t)*length) exit(1);
    fclose(file);
    return numbers;
}

static double microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
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
    const double *rows = read_doubles(argv[2], &length);
    long total = length / width;
    double *predictions = malloc(total * sizeof(double));

    puts("ready");
    fflush(stdout);
    char command[16];
    long n;
    while (scanf("%15s %ld", command, &n) == 2) {
        if (n < 1 || n > total) return 1;
        if (command[0] == 'p') {
            predict(rows, n, predictions);
            for (long r = 0; r < n; r++) printf(r ? " %.17g" : "%.17g", predictions[r]);
        } else {
            double milliseconds;
            if (scanf("%lf", &milliseconds) != 1) return 1;
            double start = microseconds(), elapsed;
            long done = 0, at = 0;
            do {
                predict(rows + at * width, n, predictions + at);
                done += n;
                at = at + 2 * n <= total ? at + n : 0;
                elapsed = microseconds() - start;
            } while (elapsed < milliseconds * 1000);
            printf("%.17g", elapsed / done);
        }
        puts("");
        fflush(stdout);
    }
    return 0;
}
