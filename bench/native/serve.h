/* What the peers in C share: bench/peers/child.js says what they are asked. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double *read_doubles(const char *name, long *length) {
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END)) exit(1);
    *length = ftell(file) / (long)sizeof(double);
    rewind(file);
    double *numbers = malloc(*length * sizeof(double));
    if (!numbers || fread(numbers, sizeof(double), *length, file) != (size_t)*length) exit(1);
    fclose(file);
    return numbers;
}

static inline double microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

/* Serves requests until standard input ends.

   total: encoded rows; predict: writes the predictions of n rows, of which the first is row `at` */
static inline int serve(long total, void (*predict)(long at, long n, double *predictions)) {
    double *predictions = malloc(total * sizeof(double));
    puts("ready");
    fflush(stdout);
    char command[16];
    long n;
    while (scanf("%15s %ld", command, &n) == 2) {
        if (n < 1 || n > total) return 1;
        if (command[0] == 'p') {
            predict(0, n, predictions);
            for (long r = 0; r < n; r++) printf(r ? " %.17g" : "%.17g", predictions[r]);
        } else {
            double milliseconds;
            if (scanf("%lf", &milliseconds) != 1) return 1;
            double start = microseconds(), elapsed;
            long done = 0, at = 0;
            do {
                predict(at, n, predictions + at);
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
