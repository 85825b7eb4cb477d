/* libsvm's own svm_predict, row by row. bench/peers/libsvm.js compiles and starts it together with libsvm's svm.cpp.

   libsvm MODEL ROWS WIDTH: a file of libsvm's format, and a file of doubles, the encoded rows. Their nodes are made beforehand: zeros are
   left out, as libsvm does. */

#include "svm.h"
#include "serve.h"

static struct svm_model *model;
static struct svm_node **nodes;

static void predict(long at, long n, double *predictions) {
    for (long r = 0; r < n; r++) predictions[r] = svm_predict(model, nodes[at + r]);
}

int main(int argc, char **argv) {
    if (argc != 4) return 1;
    model = svm_load_model(argv[1]);
    if (!model) return 1;
    long length, width = atol(argv[3]);
    double *rows = read_doubles(argv[2], &length);
    long total = length / width;
    nodes = malloc(total * sizeof *nodes);
    struct svm_node *next = malloc((length + total) * sizeof *next);
    for (long r = 0; r < total; r++) {
        nodes[r] = next;
        for (long c = 0; c < width; c++) {
            double value = rows[r * width + c];
            if (value != 0) *next++ = (struct svm_node){.index = (int)c + 1, .value = value};
        }
        next++->index = -1;
    }
    free(rows);
    return serve(total, predict);
}
