#include "window/program.h"
int main(void) { return 0; }
